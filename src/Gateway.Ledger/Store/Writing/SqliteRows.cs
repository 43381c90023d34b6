using System.Data.Common;
using Gateway.Ledger.Records;
using Gateway.Ledger.Storage;
using Gateway.Ledger.Store.Sums;
using Gateway.Ledger.Store.Tables;

namespace Gateway.Ledger.Store.Writing;

/// <summary>Writes to SQLite: one prepared statement, run for each row, since there is no round trip to save.</summary>
internal sealed class SqliteRows(DbConnection connection, DbTransaction transaction) : LedgerRows(connection, transaction)
{
    private static readonly string Insert = Into(RecordTable.Name, RecordTable.Columns) + " ON CONFLICT DO NOTHING";
    private static readonly string InsertGroup = Into(SumTables.Groups, SumTables.GroupColumns) + " ON CONFLICT DO NOTHING";
    private static readonly string AddSum = Into(SumTables.Sums, SumTables.SumColumns) + " " + Adding;
    private static readonly string Select =
        $"SELECT {Names(RecordTable.Columns)} FROM {RecordTable.Name} WHERE request = @p0 AND answer = @p1";
    private static readonly Column<UsageRecord>[] Id = [.. RecordTable.Columns.Take(2)];

    public override Task<IReadOnlyList<UsageRecord>> InsertAsync(IReadOnlyList<UsageRecord> records, CancellationToken stop)
    {
        using var command = new SqliteStatement(Connection, Insert);
        var others = new List<UsageRecord>();
        foreach (var record in records)
        {
            if (Run(command, RecordTable.Columns, record, stop) == 0)
            {
                others.Add(record);
            }
        }

        return Task.FromResult<IReadOnlyList<UsageRecord>>(others);
    }

    public override async Task<IReadOnlyList<UsageRecord>> ReadAsync(IReadOnlyList<UsageRecord> records, CancellationToken stop)
    {
        await using var command = Command(Select, Id.Length);
        var found = new List<UsageRecord>();
        foreach (var record in records)
        {
            (command.Parameters[0].Value, command.Parameters[1].Value) = (StoredRecord.Bytes(record.Request), record.Answer);
            await using var reader = await command.ExecuteReaderAsync(stop);
            while (await reader.ReadAsync(stop))
            {
                found.Add(StoredRecord.Read(reader));
            }
        }

        return found;
    }

    public override Task DeleteAsync(IReadOnlyList<UsageRecord> records, CancellationToken stop)
    {
        using var command = new SqliteStatement(Connection, $"DELETE FROM {RecordTable.Name} WHERE request = @p0 AND answer = @p1");
        foreach (var record in records)
        {
            Run(command, Id, record, stop);
        }

        return Task.CompletedTask;
    }

    public override Task AddAsync(
        IReadOnlyCollection<KeyValuePair<long, UsageGroup>> groups, IReadOnlyCollection<KeyValuePair<SumRow, long[]>> sums,
        CancellationToken stop)
    {
        using var insert = new SqliteStatement(Connection, InsertGroup);
        foreach (var group in groups)
        {
            Run(insert, SumTables.GroupColumns, group, stop);
        }

        using var add = new SqliteStatement(Connection, AddSum);
        foreach (var sum in sums)
        {
            Run(add, SumTables.SumColumns, sum, stop);
        }

        return Task.CompletedTask;
    }

    private static string Into<TRow>(string table, IReadOnlyList<Column<TRow>> columns) =>
        $"INSERT INTO {table} ({Names(columns)}) VALUES ({string.Join(", ", columns.Select(static (_, i) => $"@p{i}"))})";

    private static int Run<TRow>(SqliteStatement statement, IReadOnlyList<Column<TRow>> columns, TRow row, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        for (var i = 0; i < columns.Count; i++)
        {
            statement.Bind(i, columns[i].ValueOf(row));
        }

        return statement.Run();
    }
}
