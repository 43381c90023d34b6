namespace Gateway.Load.Targets;

/// <summary>The address that the client sends to, and the process whose CPU and memory are counted for it.</summary>
internal sealed record Target(string Name, int Port, ChildProcess Process, string Key)
{
    /// <summary>The address where its metrics are scraped; null when they are not.</summary>
    public int? AdminPort { get; init; }
}
