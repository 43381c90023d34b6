using Gateway.Backends.Providers;
using Gateway.Protocol;
using Gateway.Requests;
using Gateway.Streaming;

namespace Gateway.Attempts;

/// <summary>What a continuation of a broken answer begins with: the text that the client has, and by what it knows the answer.</summary>
internal sealed class Continuation
{
    private readonly byte[] _text;
    private readonly ContinuableRequest _request;

    private Continuation(byte[] text, AnswerIdentity identity, ContinuableRequest request) =>
        (_text, Identity, _request) = (text, identity, request);

    public AnswerIdentity Identity { get; }

    /// <summary>How many tokens the client has: its limit is on the whole answer. An estimate, as no two tokenizers agree.</summary>
    public long Delivered => TokenEstimate.RoundUp(TokenEstimate.TwentiethsOf(_text));

    /// <returns>Null when what was delivered, or what was asked for, cannot be continued as text.</returns>
    public static Continuation? Of(Inquiry inquiry, DeliveredText delivered)
    {
        // Thoughts inside the text: templates cut them out of an assistant's message, and with them the place to go on from.
        var isThought = delivered.Span.TrimStart(" "u8) is var text && (text.StartsWith("<think"u8) || text.StartsWith("\\u003cthink"u8));
        return !isThought && inquiry.Body is { } body && ContinuableRequest.Read(body.Span) is { } continuable
            ? new Continuation(delivered.Span.ToArray(), delivered.Identity!, continuable)
            : null;
    }

    /// <summary>Edits the body so that the answer to it goes on from the text.</summary>
    public void Mend(RequestHead head, AssistantPrefix prefix, ByteEdits edits)
    {
        edits.Insert(_request.MessagesEnd, (byte[])
        [
            .. ",{\"role\":\"assistant\",\"content\":\""u8, .. _text, .. "\""u8, .. prefix.OfMessage.Span, .. "}"u8,
        ]);
        if (!prefix.OfBody.IsEmpty)
        {
            edits.Insert(head.End, prefix.OfBody);
        }
    }
}
