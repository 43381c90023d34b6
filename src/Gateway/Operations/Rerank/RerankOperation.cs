using System.Globalization;
using System.Text;
using Gateway.Backends;
using Gateway.Backends.Mends;
using Gateway.Routing.Models;
using Gateway.Routing.Routes;
using Gateway.Wire.Answers;
using Gateway.Wire.Bytes;
using Gateway.Wire.Errors;
using Gateway.Wire.Heads;

namespace Gateway.Operations.Rerank;

/// <summary>Asks how well each of several documents answers a query.</summary>
internal sealed class RerankOperation : Operation
{
    public override Purpose Purpose { get; } = new(OperationKind.Rerank, ModelType.Rerank, "reranking");

    public override string Name => "rerank";

    public override string AnswerInWords => "answer with one finite score for each document that it was to rank";

    public override string Mark => "documents";

    public override RequestHead NewHead() => new RerankHead();

    public override ApiError? ReadHead(ReadOnlySpan<byte> body, RequestHead head) => RerankHeadReader.Read(body, (RerankHead)head);

    public override MendedRequest Mend(
        ReadOnlySpan<byte> body, RequestHead head, Backend backend, ModelCard model, Addition without, ByteEdits edits, bool isBackground)
    {
        var own = (RerankHead)head;
        RequestBody.NameModel(body, head, JsonText.Quoted(model.Model), edits);
        foreach (var (place, text) in own.Texts)
        {
            edits.Replace(place.Start, place.Length, text);
        }

        // The gateway has the documents, and some backends would not return them.
        Remove(body, own.ReturnsMember, edits);
        if (own.TopN is null)
        {
            Remove(body, own.TopNMember, edits);
        }
        else
        {
            // Some backends refuse a number above the document count, or one written as 3.0.
            var count = Encoding.ASCII.GetBytes(own.ResultCount.ToString(CultureInfo.InvariantCulture));
            edits.Replace(own.TopNMember.Start, own.TopNMember.Length, (byte[])[.. "\"top_n\":"u8, .. count]);
        }

        return new MendedRequest(Addition.None, backend.At(OperationKind.Rerank)!);
    }

    public override AnswerKind ReadAnswer(ReadOnlySpan<byte> body, RequestHead head, AnswerState answer, ByteEdits edits)
    {
        var own = (RerankHead)head;
        var read = RerankAnswerReader.Read(body, own.DocumentCount);
        // The cost is known, whatever the answer is worth.
        answer.Took(read.Usage, twentieths: 0);
        if (read.Kind != AnswerKind.Content)
        {
            return read.Kind;
        }

        if (read.Ranks.Count < own.ResultCount)
        {
            return AnswerKind.Malformed;
        }

        edits.Replace(0, body.Length, RerankAnswer.Write(body, own, read, answer));
        return AnswerKind.Content;
    }

    public override bool IsBegun(ReadOnlySpan<byte> body) => JsonText.IsObject(body) && body.IndexOf("\"results\""u8) >= 0;

    private static void Remove(ReadOnlySpan<byte> body, JsonRange member, ByteEdits edits)
    {
        if (!member.IsAbsent)
        {
            edits.RemoveMember(body, member.Start, member.End);
        }
    }
}
