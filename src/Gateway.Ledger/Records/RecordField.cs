using System.Data.Common;

namespace Gateway.Ledger.Records;

/// <summary>
/// A field of the usage record: one row of <see cref="RecordFields"/>. The journal writes and reads it, the table stores it, the sums add
/// it up and the reports show it, all from this row. In the journal a field is a number or a text; null is not written.
/// </summary>
/// <param name="Tag">Its number in the journal. It is stored, so it never changes and is never reused for another field.</param>
/// <param name="Name">Its column.</param>
internal sealed record RecordField(int Tag, string Name)
{
    /// <summary>Its name in reports of single requests.</summary>
    public string Told { get; init; } = Name;

    /// <summary>Its dimension, if usage is summed and filtered by it.</summary>
    public UsageDimension? Dimension { get; init; }

    /// <summary>The metric that reports its sum; null when it is not summed.</summary>
    public string? Metric { get; init; }

    /// <summary>True when it follows from other fields: it is stored to be summed, and never read back.</summary>
    public bool IsDerived { get; init; }

    /// <summary>Its value as a number; null for a text.</summary>
    public Func<UsageRecord, long?>? Number { get; init; }

    public Action<UsageRecord, long>? SetNumber { get; init; }

    /// <summary>Its value as a text; null for a number.</summary>
    public Func<UsageRecord, string?>? Text { get; init; }

    public Action<UsageRecord, string>? SetText { get; init; }

    public required Column<UsageRecord> Column { get; init; }

    /// <summary>Sets the field from a column of a row, if that is not null.</summary>
    public required Action<UsageRecord, DbDataReader, int> Load { get; init; }

    /// <summary>Reports the value under a name, with times in a zone.</summary>
    public required Action<UsageRecord, IUsageCells, string, TimeZoneInfo> Tell { get; init; }

    /// <summary>Fields with the same tag are equal.</summary>
    public bool Equals(RecordField? other) => Tag == other?.Tag;

    public override int GetHashCode() => Tag;
}
