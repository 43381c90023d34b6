using System.Text.Json;
using Gateway.Backends;
using Gateway.Backends.Providers;
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
    /// <param name="without">What the gateway adds and the backend refused.</param>
    /// <returns>What the gateway added.</returns>
    public static Addition Prepare(HttpRequestMessage message, Exchange exchange, Backend backend, AttemptRecord record, Addition without)
    {
        var candidate = record.Candidate;
        var edits = new ByteEdits();
        var mended = Edit(exchange, backend, candidate, without, edits);
        message.RequestUri = exchange.Continuation is not null && backend.Provider.Prefix is { Path: { } path }
            ? new Uri(backend.Root + path)
            : mended.Address;
        message.Content = new PooledBodyContent(exchange.Body, edits);
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

        return mended.Added;
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

    private static MendedRequest Edit(Exchange exchange, Backend backend, Candidate candidate, Addition without, ByteEdits edits)
    {
        var request = exchange.Request;
        var body = exchange.Body.Span;
        RequestBody.NameModel(body, request.Head, Quoted(candidate.Model), edits);
        RequestBody.NameReasoning(body, request.Head, backend.Provider.ReasoningName, edits);
        var mended = RequestMends.Mend(body, request.Head, backend, candidate.Card, without, edits);
        if (request.AnswerCap is { } cap && Pricing.Costs(candidate.Card))
        {
            // The newer name, where the older one is refused: without any, the answer might cost more than was reserved.
            var isRenamed = (without & Addition.Limit) != 0;
            RequestBody.LimitAnswer(body, request.Head, isRenamed ? "\"max_completion_tokens\""u8 : "\"max_tokens\""u8, cap, edits);
            mended = isRenamed ? mended : mended with { Added = mended.Added | Addition.Limit };
        }

        RequestBody.MendNumbers(body, request.Head, exchange.Continuation?.Delivered ?? 0, edits);
        if (exchange.Continuation is { } continuation && backend.Provider.Prefix is { } prefix)
        {
            continuation.Mend(request.Head, prefix, edits);
        }

        return mended;
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
