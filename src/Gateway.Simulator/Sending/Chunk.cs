using Gateway.Simulator.Answers;
using Gateway.Simulator.Backends;

namespace Gateway.Simulator.Sending;

/// <summary>One chunk of a stream.</summary>
/// <param name="Kind">Its place in the stream.</param>
/// <param name="Piece">The piece it adds; null when it adds none.</param>
/// <param name="Usage">The usage so far, this chunk included.</param>
/// <param name="IsFirst">True when it is the first chunk.</param>
internal readonly record struct Chunk(ChunkKind Kind, Piece? Piece, Usage Usage, bool IsFirst)
{
    /// <summary>The index of its choice.</summary>
    public int Choice { get; init; }

    /// <summary>The number of prompt tokens read so far, if it reports that.</summary>
    public int Processed { get; init; }

    public int Tokens => Piece?.Tokens ?? 0;
}
