using Gateway.Simulator.Answers;

namespace Gateway.Simulator.Dialects;

/// <summary>The content of a chunk's delta.</summary>
/// <param name="Kind">The chunk's place in the stream.</param>
/// <param name="Role">True when it names the role.</param>
/// <param name="Piece">The piece it adds; null for the opening and the finish.</param>
/// <param name="ReasoningField">The name of the reasoning field.</param>
internal readonly record struct Delta(ChunkKind Kind, bool Role, Piece? Piece, string ReasoningField);
