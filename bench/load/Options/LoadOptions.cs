namespace Gateway.Load.Options;

/// <summary>What one run does; the defaults are what <c>./build.sh bench</c> runs.</summary>
internal sealed record LoadOptions
{
    public int Rounds { get; init; } = 5;

    public int Seconds { get; init; } = 5;

    public int Idle { get; init; } = 1000;

    public IReadOnlyList<string> Only { get; init; } = MeasureNames;

    public IReadOnlyList<string> Targets { get; init; } = TargetNames;

    public string? Json { get; init; }

    public static IReadOnlyList<string> MeasureNames { get; } = ["requests", "latency", "stream", "idle"];

    public static IReadOnlyList<string> TargetNames { get; } = ["direct", "yarp", "gateway"];
}
