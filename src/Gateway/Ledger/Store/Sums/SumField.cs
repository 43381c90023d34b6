using Gateway.Ledger.Records;

namespace Gateway.Ledger.Store.Sums;

/// <summary>The figures of one row of the sums, by their place in an array of numbers. Their names are the columns.</summary>
internal static class SumField
{
    public const int Records = 0;
    public const int Requests = 1;

    /// <summary>All that did not end as complete, the refused among them: which these are, the groups say.</summary>
    public const int Failed = 2;

    public const int Estimated = 3;
    public const int Prompt = 4;
    public const int Cached = 5;
    public const int PromptAudio = 6;
    public const int PromptImages = 7;
    public const int Output = 8;
    public const int Reasoning = 9;
    public const int OutputAudio = 10;
    public const int OutputImages = 11;
    public const int CostNano = 12;
    public const int ChargedNano = 13;

    /// <summary>The first bucket of the times to the end; those to the first byte follow.</summary>
    public const int Total = 14;

    /// <summary>
    /// The most that one record adds to a sum of money: 100,000 units. A price that was mistyped must not fill up a number of 64 bits,
    /// after which the database would refuse all that comes behind.
    /// </summary>
    public const long MostNano = 100_000_000_000_000;

    public static int FirstByte { get; } = Total + LatencyBuckets.Count;

    public static IReadOnlyList<string> Names { get; } =
    [
        "records", "requests", "failed", "estimated", "prompt", "cached", "prompt_audio", "prompt_images", "output", "reasoning",
        "output_audio", "output_images", "cost_nano", "charged_nano",
        .. Enumerable.Range(0, LatencyBuckets.Count).Select(static i => $"total_{i:00}"),
        .. Enumerable.Range(0, LatencyBuckets.Count).Select(static i => $"first_byte_{i:00}"),
    ];

    public static int Count => Names.Count;
}
