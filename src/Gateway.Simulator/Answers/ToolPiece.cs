namespace Gateway.Simulator.Answers;

/// <summary>A part of a tool call, as one chunk of a stream carries it.</summary>
/// <param name="Index">The index that the wire shows.</param>
/// <param name="Id">The id, where the piece has one.</param>
/// <param name="Name">The function, where the piece has it.</param>
/// <param name="Arguments">Some or all of the arguments.</param>
/// <param name="ExplicitNulls">Whether a piece without id and type says that they are null.</param>
internal sealed record ToolPiece(int Index, string? Id, string? Name, string Arguments, bool ExplicitNulls)
{
    public bool Begins => Name is not null && !IsLater;

    /// <summary>Whether it repeats what the first piece of its call said.</summary>
    public bool IsLater { get; init; }

    /// <summary>Whether the arguments are written as what they are the text of.</summary>
    public bool AsObject { get; init; }
}
