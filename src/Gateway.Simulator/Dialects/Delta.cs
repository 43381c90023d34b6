using Gateway.Simulator.Answers;

namespace Gateway.Simulator.Dialects;

/// <summary>What the delta of a chunk says.</summary>
/// <param name="Kind">Where in the stream the chunk is.</param>
/// <param name="Role">Whether it names the role.</param>
/// <param name="Piece">What it adds; null for the opening and the finish.</param>
/// <param name="ReasoningField">The name of the field of reasoning.</param>
internal readonly record struct Delta(ChunkKind Kind, bool Role, Piece? Piece, string ReasoningField);
