namespace Gateway.Simulator.Answers;

/// <summary>A part of a tool call, as one chunk of a stream carries it.</summary>
/// <param name="Index">The index that the wire shows.</param>
/// <param name="Id">The id, on the piece that begins the call.</param>
/// <param name="Name">The function, on the piece that begins the call.</param>
/// <param name="Arguments">Some or all of the arguments.</param>
/// <param name="ExplicitNulls">Whether a piece without id and type says that they are null.</param>
internal sealed record ToolPiece(int Index, string? Id, string? Name, string Arguments, bool ExplicitNulls)
{
    public bool Begins => Name is not null;
}
