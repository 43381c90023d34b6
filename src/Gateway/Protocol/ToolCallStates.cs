namespace Gateway.Protocol;

/// <summary>The tool calls of one answer.</summary>
internal sealed class ToolCallStates
{
    private readonly List<ToolCallState> _calls = [];

    /// <summary>
    /// Finds the call a piece belongs to, or begins it. A piece with an id other than the last at its index begins a new call:
    /// older Ollama gave every parallel call the index 0.
    /// </summary>
    public ToolCallState Find(int choice, int? wireIndex, int id)
    {
        ToolCallState? last = null;
        var free = 0;
        foreach (var call in _calls)
        {
            if (call.Choice == choice)
            {
                free = Math.Max(free, call.Index + 1);
                last = wireIndex is null || call.WireIndex == wireIndex ? call : last;
            }
        }

        if (last is not null && (id == 0 || id == last.Id))
        {
            return last;
        }

        var index = wireIndex is { } given && !IsTaken(choice, given) ? given : free;
        var begun = new ToolCallState(choice, wireIndex ?? index, index, id);
        _calls.Add(begun);
        return begun;
    }

    public bool Any(int choice) => _calls.Exists(c => c.Choice == choice);

    public bool AllWhole(int choice) => _calls.TrueForAll(c => c.Choice != choice || c.Arguments.IsWhole);

    // Apart from the search above: a lambda there would cost every piece of a call an allocation.
    private bool IsTaken(int choice, int index) => _calls.Exists(c => c.Choice == choice && c.Index == index);
}
