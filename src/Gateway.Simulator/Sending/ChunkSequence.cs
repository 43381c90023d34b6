using Gateway.Simulator.Answers;
using Gateway.Simulator.Backends;
using Gateway.Simulator.Requests;
using Gateway.Simulator.Scripts;

namespace Gateway.Simulator.Sending;

/// <summary>Lays an answer out as the chunks of a stream.</summary>
internal static class ChunkSequence
{
    public static IEnumerable<Chunk> Of(Answer answer, Dialect dialect, ModelScript script, ChatRequest request)
    {
        var usage = answer.Prompt;
        foreach (var processed in dialect.TellsProgress && request.WantsProgress ? [0, usage.Prompt] : Array.Empty<int>())
        {
            yield return new Chunk(ChunkKind.Progress, null, usage, IsFirst: true) { Processed = processed };
        }
        foreach (var chunk in dialect.InterleavesChoices
            ? SideBySide(answer, dialect, script, request)
            : InTurn(answer, dialect, script, request))
        {
            usage = chunk.Piece is { } piece && chunk.Choice < answer.CountedChoices ? usage.With(piece) : usage;
            yield return chunk with { Usage = usage };
        }
        var placement = script.Usage ?? dialect.Usage;
        if (placement == UsagePlacement.LastChunk || (placement == UsagePlacement.LastChunkIfAsked && request.IncludeUsage))
        {
            yield return new Chunk(ChunkKind.Usage, null, usage, false);
        }
    }

    private static IEnumerable<Chunk> InTurn(Answer answer, Dialect dialect, ModelScript script, ChatRequest request)
    {
        for (var choice = 0; choice < answer.Choices; choice++)
        {
            foreach (var chunk in OfChoice(answer, dialect, script, request))
            {
                yield return chunk with { Choice = choice };
            }
        }
    }

    // The last choice comes first.
    private static IEnumerable<Chunk> SideBySide(Answer answer, Dialect dialect, ModelScript script, ChatRequest request)
    {
        foreach (var chunk in OfChoice(answer, dialect, script, request))
        {
            for (var choice = answer.Choices - 1; choice >= 0; choice--)
            {
                yield return chunk with { Choice = choice };
            }
        }
    }

    private static IEnumerable<Chunk> OfChoice(Answer answer, Dialect dialect, ModelScript script, ChatRequest request)
    {
        var first = true;
        for (var i = script.OpeningChunks ?? (dialect.HasOpeningChunk && request.Form == RequestForm.Chat ? 1 : 0); i > 0; i--)
        {
            // Each one repeats the first, with the role.
            yield return new Chunk(ChunkKind.Opening, null, default, IsFirst: true);
            first = false;
        }
        if (answer.Pieces.Count == 0 && dialect.SaysThatItSaysNothing)
        {
            yield return new Chunk(ChunkKind.Piece, null, default, first);
            first = false;
        }
        foreach (var piece in answer.Pieces)
        {
            yield return new Chunk(ChunkKind.Piece, piece, default, first);
            first = false;
        }
        if (!script.OmitFinish && !script.FinishOnEveryChunk)
        {
            yield return new Chunk(ChunkKind.Finish, null, default, first);
        }
    }
}
