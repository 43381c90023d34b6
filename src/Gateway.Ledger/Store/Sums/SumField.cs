using Gateway.Ledger.Records;

namespace Gateway.Ledger.Store.Sums;

/// <summary>The figures of one row of the sums, by their position in an array of numbers. Their names are the columns.</summary>
internal static class SumField
{
    public const int Records = 0;
    public const int Requests = 1;

    /// <summary>The number of requests that did not end as complete. It includes refused ones; the groups tell which those are.</summary>
    public const int Failed = 2;

    public const int Estimated = 3;

    /// <summary>The first of <see cref="RecordFields.Sums"/>; the others follow.</summary>
    public const int Fields = 4;

    /// <summary>
    /// The most that one record adds to a sum; for money, 100,000 units. A mistyped price must not overflow a 64-bit number, after which
    /// the database would reject everything that follows.
    /// </summary>
    public const long MostOfOne = 100_000_000_000_000;

    /// <summary>The first bucket of total times.</summary>
    public static int Total { get; } = Fields + RecordFields.Sums.Length;

    /// <summary>The first bucket of the times to the first byte.</summary>
    public static int FirstByte { get; } = Total + LatencyBuckets.Count;

    public static IReadOnlyList<string> Names { get; } =
    [
        "records", "requests", "failed", "estimated",
        .. RecordFields.Sums.Select(static f => f.Name),
        .. Enumerable.Range(0, LatencyBuckets.Count).Select(static i => $"total_{i:00}"),
        .. Enumerable.Range(0, LatencyBuckets.Count).Select(static i => $"first_byte_{i:00}"),
    ];

    public static int Count => Names.Count;
}
