using Gateway.Ledger.Storage;
using Gateway.Tests.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Gateway.Tests.Ledger.Storage;

/// <summary>What is read in SQL is what was stored, every property of every row.</summary>
[Collection("PostgreSQL")]
public sealed class AccessReaderTests(PostgresServer server)
{
    [Theory]
    [InlineData("sqlite", true)]
    [InlineData("sqlite", false)]
    [InlineData("postgresql", true)]
    [InlineData("postgresql", false)]
    public async Task Rows_AreReadAsTheyWereStored(string provider, bool isFull)
    {
        using var database = await TestDatabase.CreateAsync(provider, server);
        var store = new AccessStore(new Database(database.Options), TimeProvider.System);
        await store.MigrateAsync(default);
        var key = Filled(new KeyRow { Id = "", Hash = "", LastFour = "", Name = "", NameKey = "", CreatedBy = "" }, isFull);
        var team = Filled(new TeamRow { Name = "", NameKey = "" }, isFull);
        var policy = Filled(new PolicyRow { Name = "", NameKey = "" }, isFull);
        await using (var tables = store.Open())
        {
            tables.AddRange(key, team, policy);
            await tables.SaveChangesAsync();
            await tables.Stamps.ExecuteUpdateAsync(static s => s.SetProperty(static x => x.Value, 42));
        }

        var read = await store.ReadAsync(default);
        Assert.Equal(42, read.Stamp);
        Assert.Equivalent(key, Assert.Single(read.Keys), strict: true);
        Assert.Equivalent(team, Assert.Single(read.Teams), strict: true);
        Assert.Equivalent(policy, Assert.Single(read.Policies), strict: true);
    }

    // Each property has a value of its own, so that two that are taken for each other are noticed.
    private static T Filled<T>(T row, bool isFull)
        where T : class
    {
        foreach (var (i, property) in typeof(T).GetProperties().Index())
        {
            var isNeeded = property.GetValue(row) is not null;
            if (isFull || isNeeded)
            {
                property.SetValue(row, ValueOf(property.PropertyType, i + 1, isFull));
            }
        }

        return row;
    }

    private static object ValueOf(Type type, int number, bool isFull) =>
        (Nullable.GetUnderlyingType(type) ?? type) switch
        {
            { IsEnum: true } e => isFull ? Enum.GetValues(e).Cast<object>().Last() : Enum.GetValues(e).GetValue(0)!,
            var t when t == typeof(string) => $"text {number}",
            var t when t == typeof(long) => (long)number,
            var t when t == typeof(bool) => isFull,
            var t => throw new NotSupportedException(t.Name),
        };
}
