namespace Gateway.Protocol;

/// <summary>One tool call of an answer, as far as it has come.</summary>
internal sealed class ToolCallState(int choice, int wireIndex, int index, int id)
{
    public int Choice { get; } = choice;

    /// <summary>The index the backend gave.</summary>
    public int WireIndex { get; } = wireIndex;

    /// <summary>The index the client gets: differs where the backend numbered two calls alike, or not at all.</summary>
    public int Index { get; } = index;

    /// <summary>A hash of the call's id; 0 when it has none.</summary>
    public int Id { get; } = id;

    public JsonWholeness Arguments { get; } = new();
}
