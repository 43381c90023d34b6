using System.Text.Json;
using Gateway.Backends;
using Gateway.Protocol;
using Gateway.Requests;
using Gateway.Routing.Routes;
using Gateway.Usage;

namespace Gateway.Forwarding;

/// <summary>Turns the forwarder's message into that of one attempt: its address, its credential, its body.</summary>
internal static class AttemptRequest
{
    /// <param name="message">The message, which earlier attempts may have used.</param>
    /// <param name="request">The request.</param>
    /// <param name="body">Its body, which the request itself may have given back when another attempt answered.</param>
    /// <param name="backend">Where it goes.</param>
    /// <param name="candidate">The model there.</param>
    public static void Prepare(HttpRequestMessage message, GatewayRequest request, RequestBuffer body, Backend backend, Candidate candidate)
    {
        message.RequestUri = backend.ChatCompletions;
        message.Content = new PooledBodyContent(body, Edits(request, body.Span, backend, candidate));
        // Also where none follows: the one before must not see another backend.
        message.Headers.Remove("Authorization");
        if (backend.Authorization is { } authorization)
        {
            message.Headers.TryAddWithoutValidation("Authorization", authorization);
        }
    }

    private static ByteEdits Edits(GatewayRequest request, ReadOnlySpan<byte> body, Backend backend, Candidate candidate)
    {
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
