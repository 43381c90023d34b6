using Gateway.Ledger.Notes;
using Gateway.Ledger.Storage;
using Gateway.Tests.Hosting;
using Microsoft.EntityFrameworkCore;

namespace Gateway.Tests.Ledger;

/// <summary>One migration creates exactly what the model of notes defines, in both databases.</summary>
[Collection("PostgreSQL")]
public sealed class NoteMigrationsTests(PostgresServer server)
{
    private const string SqliteSchema = """
        SELECT c.name || ' ' || c.type || ' ' || c."notnull" || ' ' || c.pk AS "Value" FROM pragma_table_info('notes') c ORDER BY 1
        """;

    private const string PostgresSchema = """
        SELECT column_name || ' ' || data_type || ' ' || is_nullable AS "Value"
        FROM information_schema.columns WHERE table_name = 'notes' ORDER BY 1
        """;

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgresql")]
    public async Task Migrations_MakeWhatTheModelWants(string provider)
    {
        using var migrated = await TestDatabase.CreateAsync(provider, server);
        using var wanted = await TestDatabase.CreateAsync(provider, server);
        Assert.True(await new DatabaseNote(migrated.Options.ForLedger, "n").TryWriteAsync(0, 1, "text", default));
        await using var model = new NoteContext(new Database(wanted.Options.ForLedger).OptionsOf<NoteContext>(NoteContext.TableSet));
        await model.Database.EnsureCreatedAsync();
        await using var made = new NoteContext(new Database(migrated.Options.ForLedger).OptionsOf<NoteContext>(NoteContext.TableSet));

        // A start compares the names alone, without EF Core.
        Assert.Equal(made.Database.GetMigrations(), NoteContext.TableSet.Migrations);
        var query = provider == "sqlite" ? SqliteSchema : PostgresSchema;
        var schema = await made.Database.SqlQueryRaw<string>(query).ToListAsync();
        Assert.Equal(3, schema.Count);
        Assert.Equal(await model.Database.SqlQueryRaw<string>(query).ToListAsync(), schema);
    }
}
