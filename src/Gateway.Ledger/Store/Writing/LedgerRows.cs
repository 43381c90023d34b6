using System.Data.Common;
using Gateway.Ledger.Records;
using Gateway.Ledger.Store.Sums;
using Gateway.Ledger.Store.Tables;

namespace Gateway.Ledger.Store.Writing;

/// <summary>Runs the statements of one transaction on thousands of rows, in the fastest way for each database.</summary>
internal abstract class LedgerRows(DbConnection connection, DbTransaction transaction)
{
    // After this long without an answer the database is asked again.
    private const int Seconds = 15;

    protected DbConnection Connection => connection;

    public static LedgerRows For(bool isPostgres, DbConnection connection, DbTransaction transaction) =>
        isPostgres ? new PostgresRows(connection, transaction) : new SqliteRows(connection, transaction);

    /// <summary>Inserts the records that do not exist yet.</summary>
    /// <returns>The records that already exist.</returns>
    public abstract Task<IReadOnlyList<UsageRecord>> InsertAsync(IReadOnlyList<UsageRecord> records, CancellationToken stop);

    /// <summary>Reads the stored rows of these records, and locks them against changes by others.</summary>
    public abstract Task<IReadOnlyList<UsageRecord>> ReadAsync(IReadOnlyList<UsageRecord> records, CancellationToken stop);

    public abstract Task DeleteAsync(IReadOnlyList<UsageRecord> records, CancellationToken stop);

    /// <summary>Adds to the sums, and creates the groups that are new.</summary>
    public abstract Task AddAsync(
        IReadOnlyCollection<KeyValuePair<long, UsageGroup>> groups, IReadOnlyCollection<KeyValuePair<SumRow, long[]>> sums,
        CancellationToken stop);

    protected static string Names<TRow>(IEnumerable<Column<TRow>> columns) =>
        string.Join(", ", columns.Select(static c => $"\"{c.Name}\""));

    protected static string Adding { get; } =
        $"ON CONFLICT ({string.Join(", ", SumTables.SumKey)}) DO UPDATE SET "
        + $"{string.Join(", ", SumField.Names.Select(static n => $"{n} = {SumTables.Sums}.{n} + excluded.{n}"))}";

    protected DbCommand Command(string text, int parameters)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandTimeout = Math.Min(Seconds, command.CommandTimeout);
        command.CommandText = text;
        for (var i = 0; i < parameters; i++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = $"@p{i}";
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
