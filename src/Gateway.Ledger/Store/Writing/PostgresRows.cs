using System.Data.Common;
using Gateway.Ledger.Records;
using Gateway.Ledger.Store.Sums;
using Gateway.Ledger.Store.Tables;

namespace Gateway.Ledger.Store.Writing;

/// <summary>
/// Writes to PostgreSQL: a batch is one statement over arrays, so it takes one round trip. COPY cannot skip existing rows.
/// </summary>
internal sealed class PostgresRows(DbConnection connection, DbTransaction transaction) : LedgerRows(connection, transaction)
{
    private static readonly string Insert = Into(RecordTable.Name, RecordTable.Columns)
        + " ON CONFLICT DO NOTHING RETURNING request, answer";
    private static readonly string InsertGroup = Into(SumTables.Groups, SumTables.GroupColumns) + " ON CONFLICT DO NOTHING";
    private static readonly string AddSum = Into(SumTables.Sums, SumTables.SumColumns) + " " + Adding;
    private static readonly string Select =
        $"SELECT {Names(RecordTable.Columns)} FROM {RecordTable.Name} WHERE (request, answer) IN (SELECT * FROM unnest(@p0, @p1)) ORDER "
        + $"BY request, answer FOR UPDATE";
    private static readonly string Delete = $"DELETE FROM {RecordTable.Name} WHERE (request, answer) IN (SELECT * FROM unnest(@p0, @p1))";
    private static readonly Column<UsageRecord>[] Id = [.. RecordTable.Columns.Take(2)];

    public override async Task<IReadOnlyList<UsageRecord>> InsertAsync(IReadOnlyList<UsageRecord> records, CancellationToken stop)
    {
        await using var command = Command(Insert, RecordTable.Columns, records);
        var inserted = new HashSet<(Guid, int)>();
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
        {
            inserted.Add((new Guid(reader.GetFieldValue<byte[]>(0), bigEndian: true), reader.GetInt32(1)));
        }

        return [.. records.Where(r => !inserted.Contains((r.Request, r.Answer)))];
    }

    public override async Task<IReadOnlyList<UsageRecord>> ReadAsync(IReadOnlyList<UsageRecord> records, CancellationToken stop)
    {
        await using var command = Command(Select, Id, records);
        var found = new List<UsageRecord>();
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
        {
            found.Add(StoredRecord.Read(reader));
        }

        return found;
    }

    public override async Task DeleteAsync(IReadOnlyList<UsageRecord> records, CancellationToken stop)
    {
        await using var command = Command(Delete, Id, records);
        await command.ExecuteNonQueryAsync(stop);
    }

    public override async Task AddAsync(
        IReadOnlyCollection<KeyValuePair<long, UsageGroup>> groups, IReadOnlyCollection<KeyValuePair<SumRow, long[]>> sums,
        CancellationToken stop)
    {
        await using var insert = Command(InsertGroup, SumTables.GroupColumns, [.. groups]);
        await insert.ExecuteNonQueryAsync(stop);
        await using var add = Command(AddSum, SumTables.SumColumns, [.. sums]);
        await add.ExecuteNonQueryAsync(stop);
    }

    private static string Into<TRow>(string table, IReadOnlyList<Column<TRow>> columns) =>
        $"INSERT INTO {table} ({Names(columns)}) SELECT * FROM unnest({string.Join(", ", columns.Select(static (_, i) => $"@p{i}"))})";

    private DbCommand Command<TRow>(string text, IReadOnlyList<Column<TRow>> columns, IReadOnlyList<TRow> rows)
    {
        var command = Command(text, columns.Count);
        for (var i = 0; i < columns.Count; i++)
        {
            command.Parameters[i].Value = columns[i].ValuesOf(rows);
        }

        return command;
    }
}
