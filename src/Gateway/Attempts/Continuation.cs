using Gateway.Backends.Mends;
using Gateway.Requests;
using Gateway.Wire.Answers;
using Gateway.Wire.Bytes;
using Gateway.Wire.Heads;
using Gateway.Wire.Mends;
using Gateway.Wire.Streams;

namespace Gateway.Attempts;

/// <summary>
/// The start of a continuation of a broken answer: the text the client has, and the identity under which it knows the answer.
/// </summary>
internal sealed class Continuation
{
    private readonly byte[] _text;
    private readonly ContinuableRequest _request;

    private Continuation(byte[] text, AnswerIdentity identity, ContinuableRequest request) =>
        (_text, Identity, _request) = (text, identity, request);

    public AnswerIdentity Identity { get; }

    /// <summary>The tokens the client already has; its limit covers the whole answer. An estimate, as no two tokenizers agree.</summary>
    public long Delivered => TokenEstimate.RoundUp(TokenEstimate.TwentiethsOf(_text));

    /// <returns>Null when the delivered part or the request cannot be continued as text.</returns>
    public static Continuation? Of(Inquiry inquiry, DeliveredText delivered)
    {
        // The text holds reasoning: templates cut it out of an assistant message, and with it the point to continue from.
        var isThought = delivered.Span.TrimStart(" "u8) is var text && (text.StartsWith("<think"u8) || text.StartsWith("\\u003cthink"u8));
        return !isThought && inquiry.Body is { } body && ContinuableRequest.Read(body.Span) is { } continuable
            ? new Continuation(delivered.Span.ToArray(), delivered.Identity!, continuable)
            : null;
    }

    /// <summary>Edits the body so that its answer continues the text.</summary>
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
