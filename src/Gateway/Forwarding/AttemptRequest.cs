using System.Text.Json;
using Gateway.Backends;
using Gateway.Protocol;
using Gateway.Routing.Routes;
using Gateway.Telemetry;
using Gateway.Usage;

namespace Gateway.Forwarding;

/// <summary>Turns the forwarder's message into that of one attempt: its address, its credential, its body.</summary>
internal static class AttemptRequest
{
    /// <param name="message">The message, which earlier attempts may have used.</param>
    /// <param name="exchange">What is sent. Its body the request itself may have given back when another attempt answered.</param>
    /// <param name="backend">Where it goes.</param>
    /// <param name="record">The attempt, with the model there.</param>
    public static void Prepare(HttpRequestMessage message, Exchange exchange, Backend backend, AttemptRecord record)
    {
        var candidate = record.Candidate;
        message.RequestUri = exchange.Continuation is not null && backend.Provider.Prefix is { Path: { } path }
            ? new Uri(backend.Root + path)
            : backend.ChatCompletions;
        message.Content = new PooledBodyContent(exchange.Body, Edits(exchange, backend, candidate));
        // Also where none follows: the one before must not see another backend.
        message.Headers.Remove("Authorization");
        if (backend.Authorization is { } authorization)
        {
            message.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        // By the ids of a trace a cloud could tell which requests are one person's work.
        if (candidate.Card.IsLocal)
        {
            exchange.Request.Trace.After(record.Span).WriteTo(message);
        }
        else
        {
            TraceContext.Clear(message);
        }
    }

    /// <summary>A message for an attempt beside or after others, which may still be reading theirs.</summary>
    public static HttpRequestMessage Copy(HttpRequestMessage message)
    {
        var copy = new HttpRequestMessage(message.Method, message.RequestUri) { Version = message.Version, VersionPolicy = message.VersionPolicy };
        foreach (var (name, values) in message.Headers.NonValidated)
        {
            copy.Headers.TryAddWithoutValidation(name, values);
        }

        return copy;
    }

    private static ByteEdits Edits(Exchange exchange, Backend backend, Candidate candidate)
    {
        var request = exchange.Request;
        var body = exchange.Body.Span;
        var edits = new ByteEdits();
        RequestBody.NameModel(body, request.Head, Quoted(candidate.Model), edits);
        RequestBody.NameReasoning(body, request.Head, backend.Provider.ReasoningName, edits);
        backend.Provider.MendBody(body, request.Head, candidate.Card, edits);
        if (backend.Provider.SendsUsageOnRequestOnly)
        {
            RequestBody.AskForUsage(body, request.Head, edits);
        }

        if (request.AnswerCap is { } cap && Pricing.Costs(candidate.Card))
        {
            RequestBody.LimitAnswer(request.Head, cap, edits);
        }

        if (exchange.Continuation is { } continuation && backend.Provider.Prefix is { } prefix)
        {
            continuation.Mend(request.Head, prefix, edits);
        }

        return edits;
    }

    private static byte[] Quoted(string model)
    {
        var encoded = JsonEncodedText.Encode(model).EncodedUtf8Bytes;
        var quoted = new byte[encoded.Length + 2];
        quoted[0] = quoted[^1] = (byte)'"';
        encoded.CopyTo(quoted.AsSpan(1));
        return quoted;
    }
}
