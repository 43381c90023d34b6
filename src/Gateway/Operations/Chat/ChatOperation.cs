using System.Text.Json;
using Gateway.Backends;
using Gateway.Backends.Mends;
using Gateway.Routing.Models;
using Gateway.Routing.Routes;
using Gateway.Wire.Answers;
using Gateway.Wire.Bytes;
using Gateway.Wire.Errors;
using Gateway.Wire.Heads;

namespace Gateway.Operations.Chat;

/// <summary>Asks for the next message of a conversation, streamed or whole.</summary>
internal sealed class ChatOperation : Operation
{
    public override string Name => "chat";

    public override Purpose Purpose => Purpose.Chat;

    public override bool IsConversation => true;

    public override string Mark => "messages";

    public override string AnswerInWords => "chat answer";

    public override ApiError? ReadHead(ReadOnlySpan<byte> body, RequestHead head) => RequestHeadReader.Read(body, head);

    public override MendedRequest Mend(
        ReadOnlySpan<byte> body, RequestHead head, Backend backend, ModelCard model, Addition without, ByteEdits edits, bool isBackground)
    {
        RequestBody.NameModel(body, head, JsonText.Quoted(model.Model), edits);
        RequestBody.RemoveEmptyLimits(body, head, edits);
        RequestBody.NameReasoning(body, head, backend.Provider.ReasoningName, edits);
        return RequestMends.Mend(body, head, backend, model, without, edits, mustNotThink: isBackground);
    }

    public override AnswerKind ReadAnswer(ReadOnlySpan<byte> body, RequestHead head, AnswerState answer, ByteEdits edits) =>
        AnswerReader.ReadBody(body, answer, edits);

    public override bool IsBegun(ReadOnlySpan<byte> body) => JsonText.IsObject(body) && body.IndexOf("\"choices\""u8) >= 0;
}
