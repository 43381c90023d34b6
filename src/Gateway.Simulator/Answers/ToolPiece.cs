namespace Gateway.Simulator.Answers;

/// <summary>A part of a tool call, as one chunk of a stream carries it.</summary>
/// <param name="Index">The index on the wire.</param>
/// <param name="Id">The id, if the piece has one.</param>
/// <param name="Name">The function, if the piece names it.</param>
/// <param name="Arguments">Some or all of the arguments.</param>
/// <param name="ExplicitNulls">True when a piece without id and type writes them as null.</param>
internal sealed record ToolPiece(int Index, string? Id, string? Name, string Arguments, bool ExplicitNulls)
{
    public bool Begins => Name is not null && !IsLater;

    /// <summary>True when it repeats the id, type and name of its call's first piece.</summary>
    public bool IsLater { get; init; }

    /// <summary>True when the arguments are written as a JSON object instead of a text.</summary>
    public bool AsObject { get; init; }
}
