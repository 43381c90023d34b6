using System.Data.Common;
using System.Globalization;
using Gateway.Ledger.Records;
using Gateway.Protocol;
using Gateway.Usage;

namespace Gateway.Ledger.Store.Tables;

/// <summary>A record as it stands in its table.</summary>
internal static class StoredRecord
{
    // Of the columns of RecordTable; the test that writes all fields and reads them again keeps the two together.
    private const int Tokens = 19;
    private const int Cost = 28;

    /// <summary>An id by whose bytes records stand in the order of their time.</summary>
    public static byte[] Bytes(Guid request) => request.ToByteArray(bigEndian: true);

    public static UsageRecord Read(DbDataReader row) => new()
    {
        Request = new Guid(row.GetFieldValue<byte[]>(0), bigEndian: true),
        Answer = row.GetInt32(1),
        CountsAsRequest = row.GetBoolean(2),
        CountedAt = row.GetInt64(3),
        ReceivedAt = row.GetInt64(4),
        FirstByteMs = Number(row, 5),
        TotalMs = row.GetInt32(6),
        QueueMs = row.GetInt32(7),
        OverheadMicros = row.GetInt32(8),
        Key = row.GetString(9),
        Owner = Text(row, 10),
        Team = Text(row, 11),
        Client = row.GetString(12),
        Asked = Text(row, 13),
        Tag = Text(row, 14),
        Backend = Text(row, 15),
        Model = Text(row, 16),
        Operation = row.GetString(17),
        Stream = row.GetBoolean(18),
        Tokens = ReadTokens(row),
        Cost = row.IsDBNull(Cost) ? null : new Cost(row.GetInt64(Cost), row.GetString(Cost + 1), DateOnly.ParseExact(row.GetString(Cost + 2), "yyyy-MM-dd", CultureInfo.InvariantCulture)),
        ChargedNano = row.GetInt64(31),
        ReservedTokens = row.GetInt64(32),
        ReservedNano = row.GetInt64(33),
        Status = row.GetInt32(34),
        End = UsageWords.EndOf(row.GetString(35)),
        Error = Text(row, 36),
        Attempts = row.GetInt32(37),
        Marks = UsageWords.MarksOf(Text(row, 38)),
        Decision = Text(row, 39),
    };

    private static TokenUsage ReadTokens(DbDataReader row) => new()
    {
        Source = UsageWords.SourceOf(row.GetString(Tokens)),
        Prompt = Number(row, Tokens + 1),
        Cached = Number(row, Tokens + 2),
        PromptAudio = Number(row, Tokens + 3),
        PromptImages = Number(row, Tokens + 4),
        Output = Number(row, Tokens + 5),
        Reasoning = Number(row, Tokens + 6),
        OutputAudio = Number(row, Tokens + 7),
        OutputImages = Number(row, Tokens + 8),
    };

    private static int? Number(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt32(column);

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
