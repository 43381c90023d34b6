namespace Gateway.Load.Measures;

/// <summary>Counts wrong answers. A run with even one of them proves nothing.</summary>
internal sealed class Faults
{
    private readonly Lock _lock = new();

    public int Count { get; private set; }

    public string? First { get; private set; }

    public void Add(string what)
    {
        lock (_lock)
        {
            Count++;
            First ??= what;
        }
    }
}
