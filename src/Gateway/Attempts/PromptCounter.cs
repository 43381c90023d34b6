using System.Collections.Immutable;
using System.Text.Json;
using Gateway.Backends;
using Gateway.Requests;
using Gateway.Routing.Candidates;
using Gateway.Routing.Routes;
using Gateway.Runtime;
using Gateway.Wire.Bytes;
using Gateway.Wire.Usage;

namespace Gateway.Attempts;

/// <summary>
/// Asks backends for the token count of a prompt, where they can count and the estimate leaves open whether it fits. Each model is asked
/// once per request, all at the same time, and for no longer than a refused send would take. If a backend does not answer properly, its
/// model stays in doubt.
/// </summary>
internal sealed partial class PromptCounter(TimeProvider time, ILogger<PromptCounter> logger)
{
    private const int MaxAsked = 4;
    private const int MaxAnswer = 16 * 1024;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    /// <summary>True when some backend can be asked to count the prompt. No backend counts images.</summary>
    /// <param name="choice">The request.</param>
    /// <param name="needs">The request's needs.</param>
    /// <param name="selection">The selection.</param>
    /// <param name="isSent">True when the request will be answered rather than only explained.</param>
    public static bool CanCount(Choice choice, in Needs needs, Selection selection, bool isSent)
    {
        for (var i = 0; choice.Inquiry.Operation.IsConversation
            && choice.Counts is null
            && needs.MediaTokens == 0
            && i < choice.Candidates.Count; i++)
        {
            if (IsWorthIt(choice.Candidates[i], needs, selection.Stage, choice.Snapshot, isSent))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Counts, and stores the counts with the request.</summary>
    /// <param name="choice">The request, with candidates whose context may be too short for it.</param>
    /// <param name="needs">The request's needs.</param>
    /// <param name="selection">The selection.</param>
    /// <param name="isSent">True when the request will be answered rather than only explained.</param>
    /// <param name="client">Cancelled when the client leaves.</param>
    public async Task CountAsync(
        Choice choice, Needs needs, Selection selection, bool isSent, CancellationToken client)
    {
        var asked = new List<Task<(Candidate Candidate, long? Tokens)>>(MaxAsked);
        using var limit = new CancellationTokenSource(Limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, client);
        for (var i = 0; i < choice.Candidates.Count && asked.Count < MaxAsked; i++)
        {
            var candidate = choice.Candidates[i];
            if (IsWorthIt(candidate, needs, selection.Stage, choice.Snapshot, isSent))
            {
                asked.Add(AskAsync(choice.Inquiry, choice.Snapshot.Backends[candidate.Backend], candidate, both.Token));
            }
        }

        var since = time.GetTimestamp();
        var told = await Task.WhenAll(asked);
        choice.Inquiry.Waits(time.GetElapsedTime(since));
        choice.Counts = new PromptCounts(
            [.. told.Where(static t => t.Tokens is not null).Select(static t => (t.Candidate, t.Tokens!.Value))]);
    }

    // A question must not load a model. The chat itself wakes one that may sleep; an explanation wakes none. A prompt only
    // leaves the house to be answered.
    private static bool IsWorthIt(Candidate candidate, in Needs needs, Stage stage, GatewaySnapshot snapshot, bool isSent) =>
        candidate.Card.IsLocal
        && snapshot.Backends[candidate.Backend].Provider.CountPath is not null
        && !candidate.State.IsCold(candidate.Card)
        && (isSent || candidate.Card.IsWarm == true)
        && candidate is { State: { IsPaused: false, IsOut: false }, Load: { IsDown: false, IsRefused: false } }
        && PromptFit.Of(candidate, needs, stage) == Fit.Unsure;

    private async Task<(Candidate Candidate, long? Tokens)> AskAsync(
        Inquiry inquiry, Backend backend, Candidate candidate, CancellationToken cancellationToken)
    {
        try
        {
            using var message = new HttpRequestMessage(HttpMethod.Post, backend.Address.At(backend.Provider.CountPath!))
            {
                Content = AttemptRequest.ToCount(inquiry, backend, candidate),
            };
            if (backend.Authorization is { } authorization)
            {
                message.Headers.TryAddWithoutValidation("Authorization", authorization);
            }

            using var response = await backend.Client.SendAsync(message, cancellationToken);
            var (answer, isWhole) = await BodyReader.ReadAsync(response.Content, MaxAnswer, cancellationToken);
            using var returned = answer;
            var tokens = response.IsSuccessStatusCode && isWhole ? Read(answer.Span) : null;
            if (tokens is null)
            {
                Log.NotCounted(logger, candidate.Backend, candidate.Model, (int)response.StatusCode);
            }

            return (candidate, tokens);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
        {
            Log.NotAsked(logger, candidate.Backend, candidate.Model, e.GetType().Name);
            return (candidate, null);
        }
    }

    private static long? Read(ReadOnlySpan<byte> answer)
    {
        try
        {
            var json = new Utf8JsonReader(answer);
            while (json.Read())
            {
                if (json.TokenType == JsonTokenType.PropertyName && json.CurrentDepth == 1 && json.ValueTextEquals("input_tokens"u8))
                {
                    return json.Read()
                        && json.TokenType == JsonTokenType.Number
                        && json.TryGetInt64(out var count)
                        && count is > 0 and <= TokenUsage.MaxCount
                        ? count
                        : null;
                }
            }
        }
        catch (JsonException)
        {
        }

        return null;
    }

    private static partial class Log
    {
        [LoggerMessage(4021, LogLevel.Debug, "{Backend} did not count a prompt for {Model}: it answered {Status}.")]
        public static partial void NotCounted(ILogger logger, string backend, string model, int status);

        [LoggerMessage(4022, LogLevel.Debug, "{Backend} could not be asked to count a prompt for {Model}: {Why}.")]
        public static partial void NotAsked(ILogger logger, string backend, string model, string why);
    }
}
