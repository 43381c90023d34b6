using Gateway.Ledger.Storage;
using Microsoft.EntityFrameworkCore;

namespace Gateway.Ledger.Notes;

/// <summary>
/// A text in the ledger's database: shared by all replicas in PostgreSQL, kept for the next start in SQLite. It is replaced only if no
/// other gateway replaced it first.
/// </summary>
internal sealed class DatabaseNote(DatabaseOptions database, string name)
{
    private readonly Database _database = new(database);
    private readonly Lazy<DbContextOptions<NoteContext>> _options = new(
        () => new Database(database).OptionsOf<NoteContext>(NoteContext.TableSet));

    private volatile bool _isReady;

    /// <returns>The text and its revision; null for none. Passes on the database's exceptions.</returns>
    public async Task<(long Revision, string Text)?> ReadAsync(CancellationToken stop)
    {
        // Who only reads makes no file.
        if (database.File is { } file && !File.Exists(file))
        {
            return null;
        }

        return await RunAsync<(long, string)?>(
            async tables => await tables.Notes.AsNoTracking().FirstOrDefaultAsync(n => n.Name == name, stop) is { } row
                ? (row.Revision, row.Text)
                : null,
            stop);
    }

    /// <param name="expected">The revision that is replaced; 0 for none.</param>
    /// <param name="revision">The next one.</param>
    /// <param name="text">The next text.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <returns>False when another was first.</returns>
    public Task<bool> TryWriteAsync(long expected, long revision, string text, CancellationToken stop) => RunAsync(
        async tables =>
            await tables.Notes.Where(n => n.Name == name && n.Revision == expected).ExecuteUpdateAsync(
                row => row.SetProperty(static n => n.Revision, revision).SetProperty(static n => n.Text, text), stop) == 1
            || (expected == 0
                && await tables.Database.ExecuteSqlAsync(
                    $"INSERT INTO notes (name, revision, text) VALUES ({name}, {revision}, {text}) ON CONFLICT DO NOTHING", stop) == 1),
        stop);

    private async Task<T> RunAsync<T>(Func<NoteContext, Task<T>> work, CancellationToken stop)
    {
        await using var tables = new NoteContext(_options.Value);
        try
        {
            if (!_isReady)
            {
                await _database.MigrateAsync(NoteContext.TableSet, () => new NoteContext(_options.Value), stop);
                _isReady = true;
            }

            return await work(tables);
        }
        catch
        {
            // The next call begins with new connections, and with a look at the tables: a broken file may have been moved away.
            _isReady = false;
            Database.Forget(tables.Database.GetDbConnection());
            throw;
        }
    }
}
