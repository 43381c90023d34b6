using Gateway.Ledger.Records;

namespace Gateway.Ledger.Store.Tables;

/// <summary>The columns of single records: the key, and one for each field.</summary>
internal static class RecordTable
{
    public const string Name = "usage_records";

    public static IReadOnlyList<string> Key { get; } = ["request", "answer"];

    public static IReadOnlyList<Column<UsageRecord>> Columns { get; } =
    [
        new TypedColumn<UsageRecord, byte[]>("request", static r => StoredRecord.Bytes(r.Request)),
        new TypedColumn<UsageRecord, int>("answer", static r => r.Answer),
        .. RecordFields.All.Select(static f => f.Column),
    ];
}
