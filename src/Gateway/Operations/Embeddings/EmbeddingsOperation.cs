using System.Buffers;
using Gateway.Backends;
using Gateway.Backends.Mends;
using Gateway.Routing.Models;
using Gateway.Routing.Routes;
using Gateway.Wire.Answers;
using Gateway.Wire.Bytes;
using Gateway.Wire.Errors;
using Gateway.Wire.Heads;

namespace Gateway.Operations.Embeddings;

/// <summary>Asks for a vector for each of several texts.</summary>
internal sealed class EmbeddingsOperation : Operation
{
    // OpenAI's API takes the body unchanged.
    private const string OfOpenAi = "/embeddings";

    // A backend gains little from more than this.
    private const int MostGathered = 32;

    private static readonly byte[] NothingCut = ",\"truncate\":false"u8.ToArray();

    public override Purpose Purpose { get; } = new(OperationKind.Embedding, ModelType.Embedding, "embeddings") { IsOfOneModel = true };

    public override string Name => "embeddings";

    public override string AnswerInWords => "answer with a whole vector for each text";

    public override string NotAsAskedInWords =>
        "its vectors have another length than 'dimensions' asks for. Leave it out, or ask for one that the model has.";

    public override string Mark => "input";

    // Indexing one document sends some hundred requests at once.
    public override bool CountsAsRequest => false;

    // 2,000 vectors of 4,096 numbers.
    public override int MaxAnswer => 256 * 1024 * 1024;

    public override RequestHead NewHead() => new EmbeddingsHead();

    public override ApiError? ReadHead(ReadOnlySpan<byte> body, RequestHead head) => EmbeddingsHeadReader.Read(body, (EmbeddingsHead)head);

    public override MendedRequest Mend(
        ReadOnlySpan<byte> body, RequestHead head, Backend backend, ModelCard model, Addition without, ByteEdits edits, bool isBackground)
    {
        var own = (EmbeddingsHead)head;
        RequestBody.NameModel(body, head, JsonText.Quoted(model.Model), edits);
        var address = backend.At(OperationKind.Embedding)!;
        if (!address.AbsolutePath.EndsWith(OfOpenAi, StringComparison.Ordinal))
        {
            // Ollama's own API only knows numbers.
            if (!own.Format.IsAbsent)
            {
                edits.RemoveMember(body, own.Format.Start, own.Format.End);
            }

            if (!own.SaysTruncate)
            {
                edits.Insert(own.End, NothingCut);
            }
        }

        return new MendedRequest(Addition.None, address);
    }

    public override int PartsFor(RequestHead head, Backend backend) =>
        (((EmbeddingsHead)head).Inputs.Count + backend.Provider.MostInputs - 1) / backend.Provider.MostInputs;

    public override void Split(ReadOnlySpan<byte> body, RequestHead head, int part, int parts, ByteEdits edits)
    {
        var own = (EmbeddingsHead)head;
        var inputs = own.Inputs;
        // The parts have equal length, so that all finish at about the same time.
        var (from, to) = (part * inputs.Count / parts, (part + 1) * inputs.Count / parts);
        var (begin, end) = (own.Input.Start + 1, own.Input.End - 1);
        edits.Replace(begin, inputs[from].Start - begin, default);
        edits.Replace(inputs[to - 1].End, end - inputs[to - 1].End, default);
    }

    public override bool Join(IReadOnlyList<PooledBuffer> answers, PooledBuffer joined)
    {
        var (first, tokens) = (0, 0L);
        ReadOnlySpan<byte> model = "\"\""u8;
        EmbeddingsAnswer.Begin(joined);
        foreach (var body in answers)
        {
            var answer = EmbeddingsAnswer.Read(body.Span);
            if (answer.Kind != AnswerKind.Content)
            {
                return false;
            }

            answer.WriteItems(body.Span, .., first, null, joined);
            first += answer.Count;
            tokens += answer.Usage.Prompt ?? 0;
            model = answer.Model.IsAbsent ? model : body.Span.Slice(answer.Model.Start, answer.Model.Length);
        }

        EmbeddingsAnswer.End(model, tokens, joined);
        return true;
    }

    public override int MostTogether(Backend backend) => Math.Min(MostGathered, backend.Provider.MostInputs);

    public override (byte[] Likeness, int Pieces) Together(ReadOnlySpan<byte> body, RequestHead head)
    {
        var own = (EmbeddingsHead)head;
        var edits = new ByteEdits();
        edits.Replace(own.Model.Start, own.Model.Length, default);
        // Texts are not mixed with tokens.
        edits.Replace(own.Input.Start, own.Input.Length, own.HasTokens ? "tokens"u8.ToArray() : default(ReadOnlyMemory<byte>));
        if (!own.Format.IsAbsent)
        {
            edits.RemoveMember(body, own.Format.Start, own.Format.End);
        }

        var rest = new ArrayBufferWriter<byte>();
        edits.Apply(body, rest);
        return (rest.WrittenSpan.ToArray(), own.Inputs.Count);
    }

    public override void Gather(IReadOnlyList<(ReadOnlyMemory<byte> Body, RequestHead Head)> all, ByteEdits edits)
    {
        var inputs = new ArrayBufferWriter<byte>();
        foreach (var (body, head) in all)
        {
            foreach (var input in ((EmbeddingsHead)head).Inputs)
            {
                inputs.Write(inputs.WrittenCount == 0 ? "["u8 : ","u8);
                inputs.Write(body.Span[input.Start..input.End]);
            }
        }

        inputs.Write("]"u8);
        var first = ((EmbeddingsHead)all[0].Head).Input;
        edits.Replace(first.Start, first.Length, inputs.WrittenMemory);
    }

    public override bool Divide(ReadOnlySpan<byte> answer, IReadOnlyList<RequestHead> heads, IReadOnlyList<PooledBuffer> parts)
    {
        var read = EmbeddingsAnswer.Read(answer);
        if (read.Count == 0)
        {
            return false;
        }

        var isGood = read.Kind == AnswerKind.Content && read.Count == heads.Sum(static h => ((EmbeddingsHead)h).Inputs.Count);
        var tokens = isGood ? TokenShares.Of(read.Usage.Prompt, [.. heads.Select(static h => h.PromptTokens)]) : null;
        var next = 0;
        for (var i = 0; i < parts.Count; i++)
        {
            EmbeddingsAnswer.Begin(parts[i]);
            if (isGood)
            {
                var end = next + ((EmbeddingsHead)heads[i]).Inputs.Count;
                read.WriteItems(answer, next..end, 0, null, parts[i]);
                next = end;
            }
            else
            {
                // Nobody knows which vector belongs to whom; it only counts that some were made.
                parts[i].Append("{\"embedding\":[]}"u8);
            }

            EmbeddingsAnswer.End(read.Model.IsAbsent ? default : answer.Slice(read.Model.Start, read.Model.Length), tokens?[i], parts[i]);
        }

        return true;
    }

    public override AnswerKind ReadAnswer(ReadOnlySpan<byte> body, RequestHead head, AnswerState answer, ByteEdits edits)
    {
        var own = (EmbeddingsHead)head;
        var read = EmbeddingsAnswer.Read(body);
        if (read.Kind != AnswerKind.Content)
        {
            return read.Kind;
        }

        // The cost is known, whatever the answer is worth.
        answer.Took(read.Usage with { Output = 0 }, twentieths: 0);
        if (read.Count != own.Inputs.Count)
        {
            return AnswerKind.Malformed;
        }

        if (!read.IsOf(own.Dimensions))
        {
            return AnswerKind.NotAsAsked;
        }

        if (!read.IsAsAsked(own.WantsBase64))
        {
            var written = new ArrayBufferWriter<byte>(body.Length);
            EmbeddingsAnswer.Begin(written);
            read.WriteItems(body, .., 0, own.WantsBase64, written);
            var model = read.Model.IsAbsent ? answer.Defaults!.Model.Span : body.Slice(read.Model.Start, read.Model.Length);
            EmbeddingsAnswer.End(model, read.Usage.Prompt ?? own.PromptTokens, written);
            edits.Replace(0, body.Length, written.WrittenMemory);
        }

        return AnswerKind.Content;
    }

    public override bool IsBegun(ReadOnlySpan<byte> body) => JsonText.IsObject(body) && body.IndexOf("\"embedding"u8) >= 0;
}
