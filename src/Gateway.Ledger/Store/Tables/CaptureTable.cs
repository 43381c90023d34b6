using System.Data.Common;
using Gateway.Ledger.Records;

namespace Gateway.Ledger.Store.Tables;

/// <summary>The columns of captures. They hold bytes, since clients and backends may send text that PostgreSQL would reject.</summary>
internal static class CaptureTable
{
    public const string Name = "captures";

    public static IReadOnlyList<string> Key { get; } = ["request"];

    public static IReadOnlyList<Column<CapturedRequest>> Columns { get; } =
    [
        Of("request", static c => StoredRecord.Bytes(c.Request)),
        Of("counted_at", static c => c.CountedAt),
        Of("key", static c => StoredText.Of(c.Key)!),
        Of("route", static c => StoredText.Of(c.Route)!),
        new TypedColumn<CapturedRequest, string?>("model", static c => StoredText.Of(c.Model)) { IsRequired = false },
        Of("body", static c => c.Body),
        Of("body_cut", static c => c.IsBodyCut),
        Of("answer", static c => c.Answer),
        Of("answer_cut", static c => c.IsAnswerCut),
    ];

    public static CapturedRequest Read(DbDataReader row) => new()
    {
        Request = new Guid(row.GetFieldValue<byte[]>(0), bigEndian: true),
        CountedAt = row.GetInt64(1),
        Key = row.GetString(2),
        Route = row.GetString(3),
        Model = row.IsDBNull(4) ? null : row.GetString(4),
        Body = row.GetFieldValue<byte[]>(5),
        IsBodyCut = row.GetBoolean(6),
        Answer = row.GetFieldValue<byte[]>(7),
        IsAnswerCut = row.GetBoolean(8),
    };

    private static TypedColumn<CapturedRequest, T> Of<T>(string name, Func<CapturedRequest, T> value) => new(name, value);
}
