using Gateway.Operations;

namespace Gateway.Surfaces;

/// <summary>One row in the table of callable operations: an operation at a path.</summary>
/// <param name="Path">The path. Other spellings are normalized to it before routing.</param>
/// <param name="Operation">The operation served there.</param>
internal sealed record Surface(string Path, Operation Operation);
