using System.Data.Common;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Gateway.Ledger.Storage;

/// <summary>
/// A statement that runs for many rows in one transaction. The driver's own command looks up each parameter by name every time, which costs
/// more than all that SQLite does with a row of fifty columns.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;

    public SqliteStatement(DbConnection connection, string text)
    {
        _database = ((SqliteConnection)connection).Handle!;
        Check(raw.sqlite3_prepare_v2(_database, text, out _statement));
    }

    /// <param name="index">The parameter, from 0.</param>
    public void Bind(int index, object value) => Check(value switch
    {
        long number => raw.sqlite3_bind_int64(_statement, index + 1, number),
        int number => raw.sqlite3_bind_int64(_statement, index + 1, number),
        bool flag => raw.sqlite3_bind_int64(_statement, index + 1, flag ? 1 : 0),
        string text => raw.sqlite3_bind_text(_statement, index + 1, text),
        byte[] bytes => raw.sqlite3_bind_blob(_statement, index + 1, bytes),
        DBNull => raw.sqlite3_bind_null(_statement, index + 1),
        _ => throw new ArgumentException($"SQLite keeps no {value.GetType()}.", nameof(value)),
    });

    /// <summary>Runs the statement with the bound values.</summary>
    /// <returns>The number of changed rows.</returns>
    public int Run()
    {
        var result = raw.sqlite3_step(_statement);
        var reset = raw.sqlite3_reset(_statement);
        Check(result == raw.SQLITE_DONE ? reset : result);
        return raw.sqlite3_changes(_database);
    }

    public void Dispose() => _statement.Dispose();

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            SqliteException.ThrowExceptionForRC(result, _database);
        }
    }
}
