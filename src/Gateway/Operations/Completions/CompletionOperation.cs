using Gateway.Backends;
using Gateway.Backends.Mends;
using Gateway.Routing.Models;
using Gateway.Routing.Routes;
using Gateway.Wire.Answers;
using Gateway.Wire.Bytes;
using Gateway.Wire.Errors;
using Gateway.Wire.Heads;

namespace Gateway.Operations.Completions;

/// <summary>Continues a bare text, or fills the gap between it and a suffix.</summary>
internal sealed class CompletionOperation(AnswerForm form) : Operation
{
    public override string Name => "completions";

    public override string Convention => "text_completion";

    public override Purpose Purpose => Purpose.Completion;

    public override AnswerForm Form => form;

    public override string AnswerInWords => "completion";

    public override string Mark => "prompt";

    public override RequestHead NewHead() => new CompletionHead();

    public override ApiError? ReadHead(ReadOnlySpan<byte> body, RequestHead head) => RequestHeadReader.Read(body, head);

    public override MendedRequest Mend(
        ReadOnlySpan<byte> body, RequestHead head, Backend backend, ModelCard model, Addition without, ByteEdits edits, bool isBackground)
    {
        RequestBody.NameModel(body, head, JsonText.Quoted(model.Model), edits);
        RequestBody.RemoveEmptyLimits(body, head, edits);
        // The newer name exists only for chats.
        RequestBody.NameLimit(body, head, edits);
        MendTexts(body, (CompletionHead)head, edits);
        if (backend.Provider.TranslationOf(OperationKind.Completion, head) is { } translation)
        {
            return new MendedRequest(Addition.None, new Uri(backend.Address.At(translation.Path)), translation);
        }

        return new MendedRequest(
            RequestMends.MendStreamOptions(body, head, backend.Provider, without, edits), backend.At(OperationKind.Completion)!);
    }

    public override AnswerKind ReadAnswer(ReadOnlySpan<byte> body, RequestHead head, AnswerState answer, ByteEdits edits) =>
        AnswerReader.ReadBody(body, answer, edits);

    public override Tag Proves(RequestHead head, Backend backend) =>
        head.HasSuffix && !backend.Provider.MayDropSuffix ? Tag.FIM : Tag.None;

    public override bool IsBegun(ReadOnlySpan<byte> body) => JsonText.IsObject(body) && body.IndexOf("\"choices\""u8) >= 0;

    private static void MendTexts(ReadOnlySpan<byte> body, CompletionHead head, ByteEdits edits)
    {
        if (head.OnlyText is { IsAbsent: false } text)
        {
            // Many backends take no array, and the text is the same.
            var prompt = head.Member(HeadKeys.Prompt);
            edits.Replace(prompt.Value, prompt.End - prompt.Value, body.Slice(text.Start, text.Length).ToArray());
        }

        if (!head.HasSuffix && head.Member(HeadKeys.Suffix) is { Key: not HeadKeys.None } suffix)
        {
            // Clients send an empty field, and servers without fill-in-the-middle refuse even that.
            edits.RemoveMember(body, suffix.Start, suffix.End);
        }
    }
}
