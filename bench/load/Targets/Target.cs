namespace Gateway.Load.Targets;

/// <summary>What the client sends to, and the process whose CPU and memory are counted for it.</summary>
internal sealed record Target(string Name, int Port, ChildProcess Process, string Key)
{
    /// <summary>Where its metrics are scraped; null: they are not.</summary>
    public int? AdminPort { get; init; }
}
