namespace Gateway.Simulator.Scripts;

/// <summary>The script for questions about the backend, and how often it was followed.</summary>
internal sealed class ListingBook
{
    private readonly ReleaseGate _gate = new();
    private volatile Entry? _entry;

    /// <summary>Sets or removes the script. This also releases requests that the previous script holds.</summary>
    public void Set(ListingScript? script)
    {
        if (script is not null)
        {
            Check(script);
        }
        _entry = script is null ? null : new Entry(script);
        Release();
    }

    public void Release() => _gate.Release("");

    /// <summary>Ends at the next release. It is taken before anyone can see the request; see <see cref="ReleaseGate"/>.</summary>
    public Task NextRelease() => _gate.Next("");

    public ListingScript? For(string path) =>
        _entry is { } entry && (entry.Script.Path is null || entry.Script.Path == path)
            && (entry.Script.Times is not { } times || Interlocked.Increment(ref entry.Followed) <= times)
            ? entry.Script
            : null;

    private static void Check(ListingScript script)
    {
        ScriptCheck.NotBelow(script.DelayMs, 0, "delayMs");
        ScriptCheck.NotBelow(script.Times, 0, "times");
        if (script.Status is < 200 or > 599)
        {
            throw new ScriptException($"status is {script.Status}, and must be from 200 to 599.");
        }
        if (script.Path is { } path && !path.StartsWith('/'))
        {
            throw new ScriptException($"path '{path}' must begin with a slash.");
        }
    }

    private sealed class Entry(ListingScript script)
    {
        public int Followed;

        public ListingScript Script { get; } = script;
    }
}
