using Gateway.Ledger.Records;

namespace Gateway.Ledger.Queries;

/// <summary>The sums of some records.</summary>
internal sealed record UsageSums
{
    public long Requests { get; set; }

    /// <summary>The number that ended neither as <c>complete</c> nor as <c>refused</c>.</summary>
    public long Failed { get; set; }

    /// <summary>The number that ended as <c>refused</c>, for a fault of their own or for a limit.</summary>
    public long Refused { get; set; }

    /// <summary>The number whose tokens the gateway counted itself, wholly or in part.</summary>
    public long Estimated { get; set; }

    /// <summary>The sums of <see cref="RecordFields.Sums"/>, in their order.</summary>
    public long[] Fields { get; init; } = new long[RecordFields.Sums.Length];

    public long Prompt => this[RecordFields.Prompt];

    public long Output => this[RecordFields.Output];

    /// <summary>The money charged, in nano units of the currency of account.</summary>
    public long ChargedNano => this[RecordFields.ChargedNano];

    /// <summary>The cost in nano units, by the currencies of the prices.</summary>
    public SortedDictionary<string, long> Costs { get; init; } = new(StringComparer.Ordinal);

    /// <summary>The distribution of total times, by the bounds of <see cref="LatencyBuckets"/>.</summary>
    public long[] Total { get; init; } = new long[LatencyBuckets.Count];

    /// <summary>The distribution of times to the first byte.</summary>
    public long[] FirstByte { get; init; } = new long[LatencyBuckets.Count];

    public long this[RecordField field] => Fields[RecordFields.PlaceOf(field)];
}
