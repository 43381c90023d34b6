using Gateway.Simulator.Answers;
using Gateway.Simulator.Dialects;

namespace Gateway.Simulator.Streaming;

/// <summary>Lays an answer out as the chunks of a stream.</summary>
internal static class ChunkSequence
{
    public static IEnumerable<Chunk> Of(Answer answer, Dialect dialect, ModelScript script, bool usageAsked)
    {
        var usage = answer.Prompt;
        for (var choice = 0; choice < answer.Choices; choice++)
        {
            var first = true;
            for (var i = script.OpeningChunks ?? (dialect.HasOpeningChunk ? 1 : 0); i > 0; i--)
            {
                // Each is like the first, with the role.
                yield return new Chunk(ChunkKind.Opening, null, usage, IsFirst: true) { Choice = choice };
                first = false;
            }
            foreach (var piece in answer.Pieces)
            {
                usage = usage.With(piece);
                yield return new Chunk(ChunkKind.Piece, piece, usage, first) { Choice = choice };
                first = false;
            }
            if (!script.OmitFinish && !script.FinishOnEveryChunk)
            {
                yield return new Chunk(ChunkKind.Finish, null, usage, first) { Choice = choice };
            }
        }
        var placement = script.Usage ?? dialect.Usage;
        if (placement == UsagePlacement.LastChunk || (placement == UsagePlacement.LastChunkIfAsked && usageAsked))
        {
            yield return new Chunk(ChunkKind.Usage, null, usage, false);
        }
    }
}
