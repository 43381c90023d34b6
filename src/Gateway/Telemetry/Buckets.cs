using System.Diagnostics.Metrics;

namespace Gateway.Telemetry;

/// <summary>The bucket bounds of histograms, given to each instrument as advice so that every listener has the same.</summary>
internal static class Buckets
{
    /// <summary>The bounds the conventions give for durations.</summary>
    public static InstrumentAdvice<double> Seconds { get; } =
        Of(0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92);

    /// <summary>
    /// The bounds the conventions give for the first token, and higher ones: loading a local model takes longer than their ten seconds.
    /// </summary>
    public static InstrumentAdvice<double> FirstToken { get; } =
        Of(0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 20, 30, 60);

    public static InstrumentAdvice<double> PerToken { get; } =
        Of(0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5);

    public static InstrumentAdvice<double> Routing { get; } =
        Of(1e-6, 2e-6, 5e-6, 1e-5, 2e-5, 5e-5, 1e-4, 2e-4, 5e-4, 1e-3, 2e-3, 5e-3, 1e-2);

    public static InstrumentAdvice<double> Overhead { get; } =
        Of(5e-5, 1e-4, 2e-4, 3e-4, 5e-4, 7.5e-4, 1e-3, 2e-3, 3e-3, 5e-3, 1e-2, 2e-2, 5e-2, 0.1);

    public static InstrumentAdvice<double> Waiting { get; } =
        Of(0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60, 120, 300, 600);

    public static InstrumentAdvice<double> Redis { get; } =
        Of(1e-4, 2e-4, 5e-4, 1e-3, 2e-3, 5e-3, 1e-2, 2.5e-2, 5e-2, 0.1, 0.25, 0.5, 1);

    public static InstrumentAdvice<long> Tokens { get; } = new()
    {
        HistogramBucketBoundaries = [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864],
    };

    private static InstrumentAdvice<double> Of(params double[] bounds) => new() { HistogramBucketBoundaries = bounds };
}
