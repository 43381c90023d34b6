using Gateway.Ledger.Records;

namespace Gateway.Ledger.Queries;

/// <summary>What some records come to.</summary>
internal sealed record UsageSums
{
    public long Requests { get; set; }

    /// <summary>Of them, those that ended neither as <c>complete</c> nor as <c>refused</c>.</summary>
    public long Failed { get; set; }

    /// <summary>Of them, those that ended as <c>refused</c>: for a fault of their own, or for a limit.</summary>
    public long Refused { get; set; }

    /// <summary>Of them, those whose tokens the gateway counted itself, wholly or in part.</summary>
    public long Estimated { get; set; }

    /// <summary>The sums of <see cref="RecordFields.Sums"/>, in their order.</summary>
    public long[] Fields { get; init; } = new long[RecordFields.Sums.Length];

    public long Prompt => this[RecordFields.Prompt];

    public long Output => this[RecordFields.Output];

    /// <summary>In nano units of the currency of account.</summary>
    public long ChargedNano => this[RecordFields.ChargedNano];

    /// <summary>What it cost in nano units, by the currencies of the prices.</summary>
    public SortedDictionary<string, long> Costs { get; init; } = new(StringComparer.Ordinal);

    /// <summary>How many took how long, by the bounds of <see cref="LatencyBuckets"/>.</summary>
    public long[] Total { get; init; } = new long[LatencyBuckets.Count];

    /// <summary>How many had their first byte after how long.</summary>
    public long[] FirstByte { get; init; } = new long[LatencyBuckets.Count];

    public long this[RecordField field] => Fields[RecordFields.PlaceOf(field)];
}
