using Gateway.Wire.Bytes;

namespace Gateway.Operations.Rerank;

/// <summary>A backend's score for one document.</summary>
/// <param name="Index">The document, from 0.</param>
/// <param name="Score">How well it answers the query; higher is better.</param>
/// <param name="Written">The score as written in the answer.</param>
internal readonly record struct Rank(int Index, double Score, JsonRange Written);
