using Gateway.Health;

namespace Gateway.Tests.Hosting;

/// <summary>A process of 1000 MiB that takes up what a test says.</summary>
internal sealed class FakeMemory : IProcessMemory
{
    public const long MiB = 1024 * 1024;

    /// <summary>Of what is used, what a collection gives back.</summary>
    public long Garbage { get; set; }

    public int Collections { get; private set; }

    public long Used { get; set; }

    public long Limit { get; init; } = 1000 * MiB;

    public void Collect()
    {
        Collections++;
        Used -= Garbage;
        Garbage = 0;
    }
}
