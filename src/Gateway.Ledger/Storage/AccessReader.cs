using System.Data.Common;
using Gateway.Configuration;

namespace Gateway.Ledger.Storage;

/// <summary>
/// Reads all keys, teams and policies in SQL. Every gateway does so before its first answer, and building EF Core's model would take longer
/// than the rest of the start. A test compares the two.
/// </summary>
internal static class AccessReader
{
    private const string Keys = """
        SELECT id, hash, is_peppered, last_four, name, name_key, owner, team, role, tags, models, networks, is_local_only, is_on_behalf_of,
            tools, is_disabled, reasoning, expires_at, revoked_at, limits, created_at, created_by, version FROM keys
        """;

    private const string Teams = "SELECT name, name_key, limits, time_zone, created_at, version FROM teams";

    private const string Policies = """
        SELECT name, name_key, per, "of", model, limits, created_at, version FROM quota_policies
        """;

    /// <summary>Reads a number that is different after each change.</summary>
    public static async Task<long> StampAsync(DbConnection connection, CancellationToken stop) =>
        (await ListAsync(connection, "SELECT value FROM access_stamp WHERE id = 1", static row => row.GetInt64(0), stop)).Single();

    public static async Task<AccessData> ReadAsync(DbConnection connection, CancellationToken stop) => new(
        // Read first: a change while the rest is read changes it too, and everything is read again.
        await StampAsync(connection, stop),
        await ListAsync(connection, Keys, Key, stop),
        await ListAsync(connection, Teams, Team, stop),
        await ListAsync(connection, Policies, Policy, stop));

    private static async Task<List<T>> ListAsync<T>(
        DbConnection connection, string text, Func<DbDataReader, T> read, CancellationToken stop)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = text;
        var rows = new List<T>();
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    private static KeyRow Key(DbDataReader row) => new()
    {
        Id = row.GetString(0),
        Hash = row.GetString(1),
        IsPeppered = row.GetBoolean(2),
        LastFour = row.GetString(3),
        Name = row.GetString(4),
        NameKey = row.GetString(5),
        Owner = Text(row, 6),
        Team = Text(row, 7),
        Role = Enum.Parse<KeyRole>(row.GetString(8)),
        Tags = row.GetString(9),
        Models = row.GetString(10),
        Networks = row.GetString(11),
        IsLocalOnly = row.GetBoolean(12),
        IsOnBehalfOf = row.GetBoolean(13),
        Tools = Enum.Parse<ToolsWish>(row.GetString(14)),
        IsDisabled = row.GetBoolean(15),
        Reasoning = Enum.Parse<ReasoningField>(row.GetString(16)),
        ExpiresAt = Number(row, 17),
        RevokedAt = Number(row, 18),
        Limits = Text(row, 19),
        CreatedAt = row.GetInt64(20),
        CreatedBy = row.GetString(21),
        Version = row.GetInt64(22),
    };

    private static TeamRow Team(DbDataReader row) => new()
    {
        Name = row.GetString(0),
        NameKey = row.GetString(1),
        Limits = Text(row, 2),
        TimeZone = Text(row, 3),
        CreatedAt = row.GetInt64(4),
        Version = row.GetInt64(5),
    };

    private static PolicyRow Policy(DbDataReader row) => new()
    {
        Name = row.GetString(0),
        NameKey = row.GetString(1),
        Per = Enum.Parse<QuotaPer>(row.GetString(2)),
        Of = Text(row, 3),
        Model = Text(row, 4),
        Limits = Text(row, 5),
        CreatedAt = row.GetInt64(6),
        Version = row.GetInt64(7),
    };

    private static string? Text(DbDataReader row, int place) => row.IsDBNull(place) ? null : row.GetString(place);

    private static long? Number(DbDataReader row, int place) => row.IsDBNull(place) ? null : row.GetInt64(place);
}
