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

    /// <summary>The first of <see cref="RecordFields.Sums"/>; the others follow.</summary>
    public const int Fields = 4;

    /// <summary>
    /// The most that one record adds to a sum; of money, 100,000 units. A price that was mistyped must not fill up a number of 64 bits,
    /// after which the database would refuse all that comes behind.
    /// </summary>
    public const long MostOfOne = 100_000_000_000_000;

    /// <summary>The first bucket of the times to the end.</summary>
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
