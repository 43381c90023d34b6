using Gateway.Protocol;

namespace Gateway.Operations.Rerank;

/// <summary>What a backend says of a document.</summary>
/// <param name="Index">Which document, from 0.</param>
/// <param name="Score">How well it answers the query; the more the better.</param>
/// <param name="Written">The score as it stands in the answer.</param>
internal readonly record struct Rank(int Index, double Score, JsonRange Written);
