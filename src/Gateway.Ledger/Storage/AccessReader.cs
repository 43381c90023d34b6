using System.Data.Common;
using Gateway.Configuration;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Gateway.Ledger.Storage;

/// <summary>
/// Reads all keys, teams and policies in plain SQL: every start does so, and building EF Core's model for it would take most of the start.
/// </summary>
internal static class AccessReader
{
    private const string Keys =
        "SELECT id, hash, is_peppered, last_four, name, name_key, owner, team, role, tags, models, networks, is_local_only, "
        + "is_on_behalf_of, tools, is_disabled, reasoning, expires_at, revoked_at, limits, created_at, created_by, version FROM keys";

    private const string Teams = "SELECT name, name_key, limits, time_zone, created_at, version FROM teams";

    private const string Policies = "SELECT name, name_key, per, of, model, limits, created_at, version FROM quota_policies";

    private const string Stamp = "SELECT value FROM access_stamp WHERE id = 1";

    public static async Task<AccessData> ReadAsync(DatabaseOptions options, CancellationToken stop)
    {
        await using DbConnection connection = options.Provider == StorageProvider.PostgreSql
            ? new NpgsqlConnection(options.Connection)
            : new SqliteConnection(options.Connection);
        await connection.OpenAsync(stop);
        // Read first: a change while the rest is read changes it too, and everything is read again.
        var stamp = (await RowsAsync(connection, Stamp, static row => row.GetInt64(0), stop)).Single();
        return new AccessData(
            stamp,
            await RowsAsync(connection, Keys, KeyOf, stop),
            await RowsAsync(connection, Teams, TeamOf, stop),
            await RowsAsync(connection, Policies, PolicyOf, stop));
    }

    private static KeyRow KeyOf(DbDataReader row) => new()
    {
        Id = row.GetString(0),
        Hash = row.GetString(1),
        IsPeppered = row.GetBoolean(2),
        LastFour = row.GetString(3),
        Name = row.GetString(4),
        NameKey = row.GetString(5),
        Owner = TextOf(row, 6),
        Team = TextOf(row, 7),
        Role = Enum.Parse<KeyRole>(row.GetString(8)),
        Tags = row.GetString(9),
        Models = row.GetString(10),
        Networks = row.GetString(11),
        IsLocalOnly = row.GetBoolean(12),
        IsOnBehalfOf = row.GetBoolean(13),
        Tools = Enum.Parse<ToolsWish>(row.GetString(14)),
        IsDisabled = row.GetBoolean(15),
        Reasoning = Enum.Parse<ReasoningField>(row.GetString(16)),
        ExpiresAt = NumberOf(row, 17),
        RevokedAt = NumberOf(row, 18),
        Limits = TextOf(row, 19),
        CreatedAt = row.GetInt64(20),
        CreatedBy = row.GetString(21),
        Version = row.GetInt64(22),
    };

    private static TeamRow TeamOf(DbDataReader row) => new()
    {
        Name = row.GetString(0),
        NameKey = row.GetString(1),
        Limits = TextOf(row, 2),
        TimeZone = TextOf(row, 3),
        CreatedAt = row.GetInt64(4),
        Version = row.GetInt64(5),
    };

    private static PolicyRow PolicyOf(DbDataReader row) => new()
    {
        Name = row.GetString(0),
        NameKey = row.GetString(1),
        Per = Enum.Parse<QuotaPer>(row.GetString(2)),
        Of = TextOf(row, 3),
        Model = TextOf(row, 4),
        Limits = TextOf(row, 5),
        CreatedAt = row.GetInt64(6),
        Version = row.GetInt64(7),
    };

    private static string? TextOf(DbDataReader row, int at) => row.IsDBNull(at) ? null : row.GetString(at);

    private static long? NumberOf(DbDataReader row, int at) => row.IsDBNull(at) ? null : row.GetInt64(at);

    private static async Task<List<T>> RowsAsync<T>(
        DbConnection connection, string query, Func<DbDataReader, T> read, CancellationToken stop)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = query;
        await using var rows = await command.ExecuteReaderAsync(stop);
        var all = new List<T>();
        while (await rows.ReadAsync(stop))
        {
            all.Add(read(rows));
        }

        return all;
    }
}
