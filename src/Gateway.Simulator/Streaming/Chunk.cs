using Gateway.Simulator.Answers;
using Gateway.Simulator.Dialects;

namespace Gateway.Simulator.Streaming;

/// <summary>One chunk of a stream.</summary>
/// <param name="Kind">Where in the stream it is.</param>
/// <param name="Piece">What it adds; null unless it is a piece.</param>
/// <param name="Usage">The usage with this chunk in it.</param>
/// <param name="IsFirst">Whether it is the first chunk.</param>
internal readonly record struct Chunk(ChunkKind Kind, Piece? Piece, Usage Usage, bool IsFirst)
{
    /// <summary>The choice that it is of.</summary>
    public int Choice { get; init; }

    /// <summary>How many tokens of the prompt are read, where it tells of that.</summary>
    public int Processed { get; init; }

    public int Tokens => Piece?.Tokens ?? 0;
}
