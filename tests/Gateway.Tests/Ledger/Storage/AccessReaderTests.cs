using System.Reflection;
using Gateway.Ledger.Storage;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Ledger.Storage;

/// <summary>What the gateway reads in SQL is what the model wrote, in both databases.</summary>
[Collection("PostgreSQL")]
public sealed class AccessReaderTests(PostgresServer server)
{
    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgresql")]
    public async Task Rows_AreReadAsTheyWereWritten(string provider)
    {
        using var database = await TestDatabase.CreateAsync(provider, server);
        var store = new AccessStore(new Database(database.Options), TimeProvider.System);
        await store.MigrateAsync(default);
        KeyRow[] keys = [Filled(new KeyRow { Id = "1", Hash = "h1", LastFour = "", Name = "", NameKey = "k1", CreatedBy = "" }), Bare()];
        TeamRow[] teams = [Filled(new TeamRow { Name = "", NameKey = "t1" }), new TeamRow { Name = "b", NameKey = "t2" }];
        PolicyRow[] policies = [Filled(new PolicyRow { Name = "", NameKey = "p1" }), new PolicyRow { Name = "b", NameKey = "p2" }];
        await using (var tables = store.Open())
        {
            tables.AddRange([.. keys, .. teams, .. policies]);
            await tables.SaveChangesAsync();
        }

        var data = await store.ReadAsync(default);
        Assert.Equal(await store.StampAsync(default), data.Stamp);
        Assert.Equal(keys.Select(Words).Order(), data.Keys.Select(Words).Order());
        Assert.Equal(teams.Select(Words).Order(), data.Teams.Select(Words).Order());
        Assert.Equal(policies.Select(Words).Order(), data.Policies.Select(Words).Order());
    }

    private static KeyRow Bare() => new() { Id = "2", Hash = "h2", LastFour = "", Name = "", NameKey = "k2", CreatedBy = "" };

    // Every property differs from every other and from its default, so that none is forgotten or exchanged.
    private static T Filled<T>(T row)
        where T : class
    {
        var number = 10;
        foreach (var property in typeof(T).GetProperties())
        {
            number++;
            var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            property.SetValue(
                row,
                type == typeof(string) ? $"{property.Name}-{number}"
                : type == typeof(bool) ? true
                : type.IsEnum ? Enum.GetValues(type).GetValue(1)
                : Convert.ChangeType(number, type, System.Globalization.CultureInfo.InvariantCulture));
        }

        return row;
    }

    private static string Words<T>(T row) => string.Join(
        ' ', typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(p => $"{p.Name}={p.GetValue(row)}"));
}
