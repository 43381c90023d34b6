using System.Data.Common;
using System.Text.RegularExpressions;
using Gateway.Ledger.Records;
using Gateway.Ledger.Storage;
using Gateway.Ledger.Store;
using Gateway.Ledger.Store.Sums;
using Gateway.Ledger.Store.Tables;
using Gateway.Tests.Hosting;
using Gateway.Tests.Repository;
using Microsoft.EntityFrameworkCore;

namespace Gateway.Tests.Ledger.Store;

/// <summary>
/// Replicas are upgraded one at a time on one database: those that are not yet write beside those that are. Their statements are kept
/// here as the gateway of November 2026 sent them.
/// </summary>
[Collection("PostgreSQL")]
public sealed partial class RollingUpgradeTests(PostgresServer server)
{
    private readonly Dictionary<string, string> _statements = Repo.Text("tests/Gateway.Tests/Ledger/Store/statements-of-november-2026.sql")
        .Split("-- ", StringSplitOptions.RemoveEmptyEntries)
        .Select(static s => s.Split('\n', 2))
        .ToDictionary(static s => s[0].Trim(), static s => s[1].Trim());

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgresql")]
    public async Task ReplicaOfBefore_WritesAndReads_BesideOneOfToday(string provider)
    {
        using var rig = await LedgerRig.CreateAsync(provider, server);
        var ofToday = LedgerRig.Record();
        (ofToday.Documents, ofToday.Pictures) = (12, 3);
        await rig.Store.WriteAsync([ofToday], default);
        // Into sums that today's replica has made, and into new ones, to which that adds then.
        var (ofBefore, alone) = (LedgerRig.Record(), LedgerRig.Record(key: "alone"));
        var sums = new SumBatch(Grain.Of(rig.Config.Step));
        sums.Add(ofBefore);
        sums.Add(alone);
        var (groups, rows) = sums.ToRows();
        var rowsOf = provider == "sqlite" ? "SqliteRows " : "PostgresRows ";
        await rig.Tables.RunAsync(
            async connection =>
            {
                await RunAsync(connection, rowsOf + "Insert", RecordTable.Columns, [ofBefore, alone]);
                await RunAsync(connection, rowsOf + "InsertGroup", SumTables.GroupColumns, [.. groups]);
                await RunAsync(connection, rowsOf + "AddSum", SumTables.SumColumns, [.. rows]);
                await RunAsync(connection, rowsOf + "Select", [.. RecordTable.Columns.Take(2)], [ofToday]);
                return true;
            },
            default);
        var again = LedgerRig.Record(key: "alone");
        again.Documents = 30;
        await rig.Store.WriteAsync([again], default);

        var stored = (await rig.AllAsync()).ToDictionary(static r => r.Request);
        Assert.Equal((12, 3), (stored[ofToday.Request].Documents, stored[ofToday.Request].Pictures));
        Assert.Equal((null, null), (stored[ofBefore.Request].Documents, stored[ofBefore.Request].Pictures));
        Assert.Equal((30, null), (stored[again.Request].Documents, stored[again.Request].Pictures));
        // That one cannot know what follows from a price's day, and today's adds it up where it writes itself.
        await rig.AgreeAsync(without: static f => f.IsDerived);
    }

    // What only adds columns keeps no gateway of before from the database; what may have changed or taken one does.
    [Theory]
    [InlineData("sqlite", "29990101000001_LedgerAddsRegion", true)]
    [InlineData("postgresql", "29990101000001_LedgerAddsRegion", true)]
    [InlineData("sqlite", "29990101000001_LedgerRegion", false)]
    [InlineData("postgresql", "29990101000001_LedgerRegion", false)]
    public async Task MigrationOfALaterVersion_ThatOnlyAdds_IsNoReasonToStop(string provider, string migration, bool goesOn)
    {
        using var rig = await LedgerRig.CreateAsync(provider, server);
        await rig.Store.WriteAsync([LedgerRig.Record()], default);
        await using (var tables = rig.Tables.Open())
        {
            await tables.Database.ExecuteSqlAsync($"INSERT INTO ledger_migrations VALUES ({migration}, '10.0.0')");
        }

        // One that starts only now.
        var write = () => rig.Replica().WriteAsync([LedgerRig.Record()], default);
        if (goesOn)
        {
            await write();
            Assert.Equal(2, (await rig.AllAsync()).Count);
        }
        else
        {
            var refused = await Assert.ThrowsAsync<NewerDatabaseException>(write);
            Assert.Contains($"this one does not know its migration '{migration}'", refused.Message, StringComparison.Ordinal);
        }
    }

    private async Task RunAsync<TRow>(DbConnection connection, string name, IReadOnlyList<Column<TRow>> columns, IReadOnlyList<TRow> rows)
    {
        var text = _statements[name];
        // What a statement inserts, by the names that stand in it.
        var inserted = Inserted().Match(text) is { Success: true } match
            ? match.Groups[1].Value.Split(", ").Select(n => columns.Single(c => $"\"{c.Name}\"" == n)).ToList()
            : [.. columns];
        foreach (var some in connection is Npgsql.NpgsqlConnection ? [rows] : rows.Select(static r => (IReadOnlyList<TRow>)[r]))
        {
            await using var command = connection.CreateCommand();
            command.CommandText = text;
            foreach (var (i, column) in inserted.Index())
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = $"@p{i}";
                parameter.Value = connection is Npgsql.NpgsqlConnection ? column.ValuesOf(some) : column.ValueOf(some[0]);
                command.Parameters.Add(parameter);
            }

            await using var reader = await command.ExecuteReaderAsync();
            Assert.True(!name.EndsWith("Select", StringComparison.Ordinal) || await reader.ReadAsync());
        }
    }

    [GeneratedRegex(@"^INSERT INTO \w+ \(([^)]*)\)")]
    private static partial Regex Inserted();
}
