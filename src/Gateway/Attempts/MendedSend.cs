using System.Text;
using Gateway.Backends;
using Gateway.Backends.Providers;
using Gateway.Protocol;

namespace Gateway.Attempts;

/// <summary>
/// Sends an attempt's request, and again without what the gateway added where the backend refuses that: a request that it would have
/// answered does not fail for the gateway's own words. What it refused is remembered, so that it is asked once.
/// </summary>
internal sealed class MendedSend(HttpRequestMessage message, AttemptContext context, Backend backend, AttemptRecord record)
{
    private const int MaxErrorBody = 64 * 1024;

    // By which words a refusal is known to be one of an addition.
    private static readonly (Addition Addition, string[] Names)[] Words =
    [
        (Addition.Usage, ["stream_options", "include_usage"]),
        (Addition.Thinking, ["thinking", "reasoning_effort", "chat_template_kwargs"]),
        (Addition.Limit, ["max_tokens"]),
        (Addition.Tools, [.. BlamingWords.OfNoTools]),
        (Addition.Prefix, ["prefix", "prefill", "continue_final_message", "add_generation_prompt", ":20030", ":20032", ":20033"]),
    ];

    // What servers say that refuse any member they do not know, some without its name.
    private static readonly string[] Unknown =
    [
        "extra field", "extra input", "extra_forbidden", "unknown field", "unknown parameter", "unrecognized", "unsupported parameter",
        "additional properties",
    ];

    private readonly Addition _known = backend.State.Additions.Of(record.Candidate.Model, backend.State.Version);
    private Addition _without;
    private Addition _added;

    /// <summary>The message as the backend takes it, as far as is known.</summary>
    public HttpRequestMessage Prepare()
    {
        _without |= _known;
        _added = AttemptRequest.Prepare(message, context, backend, record, _without);
        return message;
    }

    /// <summary>Whether a response may refuse what the gateway added. A server whose reader of JSON throws may call that its own fault.</summary>
    public bool MayBeRefused(HttpResponseMessage response) => _added != Addition.None && (int)response.StatusCode is 400 or 422 or 500 or 501;

    /// <summary>Sends it again, without what was refused, as long as something is.</summary>
    /// <returns>The response that stands.</returns>
    public async ValueTask<HttpResponseMessage> AgainAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        // Each turn leaves out more, and there is no more than a handful.
        while (MayBeRefused(response) && await RefusedAsync(response, _added, cancellationToken) is var refused and not Addition.None)
        {
            _without |= refused;
            response.Dispose();
            response = await backend.Client.SendAsync(Prepare(), cancellationToken);
        }

        if (_without != _known && (int)response.StatusCode == StatusCodes.Status200OK)
        {
            backend.State.Additions.Note(record.Candidate.Model, _without & ~_known, backend.State.Version);
        }

        return response;
    }

    private static async ValueTask<Addition> RefusedAsync(HttpResponseMessage response, Addition added, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        using var body = await ReadAsync(response, cancellationToken);
        // Read once more by whoever says what the failure was.
        response.Content = new ByteArrayContent(body.Span.ToArray());
        var text = Encoding.UTF8.GetString(body.Span);
        var named = Addition.None;
        foreach (var (addition, names) in Words)
        {
            named |= Says(text, names) ? addition & added : Addition.None;
        }

        return named != Addition.None || status >= 500 || !Says(text, Unknown) ? named : added & ~(Addition.Limit | Addition.Tools);
    }

    private static async ValueTask<PooledBuffer> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            return (await BodyReader.ReadAsync(response.Content, MaxErrorBody, cancellationToken)).Body;
        }
        catch
        {
            // Nobody else knows of it yet.
            response.Dispose();
            throw;
        }
    }

    private static bool Says(string text, string[] words) =>
        Array.Exists(words, word => text.Contains(word, StringComparison.OrdinalIgnoreCase));
}
