namespace Gateway.Load.Options;

/// <summary>The options of one run. The defaults are those of <c>./build.sh bench</c>.</summary>
internal sealed record LoadOptions
{
    public int Rounds { get; init; } = 5;

    public int Seconds { get; init; } = 5;

    public int Idle { get; init; } = 1000;

    public int Streams { get; init; } = 1000;

    public int SoakSeconds { get; init; } = 60;

    /// <summary>
    /// All measures except the soak, which gates where the others only report, those at a fixed rate, which take long, and telemetry and
    /// ablation, which compare the gateway with itself.
    /// </summary>
    public IReadOnlyList<string> Only { get; init; } = ["requests", "latency", "stream", "start", "memory"];

    public IReadOnlyList<string> Targets { get; init; } = TargetNames;

    public string? Json { get; init; }

    /// <summary>True to give each proxy the first core alone, and the second one to client and upstream.</summary>
    public bool OnOneCore { get; init; }

    /// <summary>True to give the gateway six limits and a database of keys, beside the ledger that it always has.</summary>
    public bool WithLimits { get; init; }

    /// <summary>The path of the <c>gateway.dll</c> of another build, which is measured beside this one.</summary>
    public string? Before { get; init; }

    public static IReadOnlyList<string> MeasureNames { get; } =
        ["requests", "latency", "stream", "paced", "governed", "start", "memory", "soak", "telemetry", "ablation"];

    public static IReadOnlyList<string> TargetNames { get; } = ["direct", "yarp", "gateway"];

    /// <summary>The columns of the report.</summary>
    public IReadOnlyList<string> Columns => Before is null ? TargetNames : ["direct", "yarp", BeforeName, "gateway"];

    public const string BeforeName = "before";
}
