using System.Data.Common;

namespace Gateway.Ledger.Records;

/// <summary>
/// A field of the usage record: a row of <see cref="RecordFields"/>, by which the journal writes and reads it, the table keeps it, the
/// sums add it up and the reports tell it. In the journal a field is a number or a text. What is null is not written.
/// </summary>
/// <param name="Tag">Its number in the journal. It is stored: it never changes, and no other field ever gets it.</param>
/// <param name="Name">Its column.</param>
internal sealed record RecordField(int Tag, string Name)
{
    /// <summary>Its name in reports of single requests.</summary>
    public string Told { get; init; } = Name;

    /// <summary>The dimension that it is, where usage is summed and filtered by it.</summary>
    public UsageDimension? Dimension { get; init; }

    /// <summary>The metric that tells its sum; null when it is not added up.</summary>
    public string? Metric { get; init; }

    /// <summary>Its value as a number; null for a text.</summary>
    public Func<UsageRecord, long?>? Number { get; init; }

    public Action<UsageRecord, long>? SetNumber { get; init; }

    /// <summary>Its value as a text; null for a number.</summary>
    public Func<UsageRecord, string?>? Text { get; init; }

    public Action<UsageRecord, string>? SetText { get; init; }

    public required Column<UsageRecord> Column { get; init; }

    /// <summary>Takes the value that stands at a place of a row, where that is not null.</summary>
    public required Action<UsageRecord, DbDataReader, int> Load { get; init; }

    /// <summary>Tells the value by a name, moments in a zone.</summary>
    public required Action<UsageRecord, IUsageCells, string, TimeZoneInfo> Tell { get; init; }

    /// <summary>A field is its tag.</summary>
    public bool Equals(RecordField? other) => Tag == other?.Tag;

    public override int GetHashCode() => Tag;
}
