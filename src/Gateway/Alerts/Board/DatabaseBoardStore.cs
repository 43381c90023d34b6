using Gateway.Configuration;
using Gateway.Storage;
using Microsoft.EntityFrameworkCore;

namespace Gateway.Alerts.Board;

/// <summary>Keeps the board in the database of the ledger: a row for all replicas in PostgreSQL, or for the next start in SQLite.</summary>
internal sealed class DatabaseBoardStore(DatabaseOptions database) : IBoardStore
{
    private const int TheOne = 1;

    private readonly Database _database = new(database);
    private readonly Lazy<DbContextOptions<BoardContext>> _options = new(
        () => new Database(database).OptionsOf<BoardContext>(BoardContext.History));

    private bool _isReady;

    public string Name => "the database";

    public bool IsShared => database.Provider == StorageProvider.PostgreSql;

    public async Task<AlertBoard?> ReadAsync(CancellationToken stop)
    {
        // Who only reads makes no file.
        if (database.File is { } file && !File.Exists(file))
        {
            return null;
        }

        return await RunAsync(
            async tables =>
            {
                var row = await tables.Boards.AsNoTracking().FirstOrDefaultAsync(static b => b.Id == TheOne, stop);
                return row is null ? null : BoardJson.Read(row.Document) with { Revision = row.Revision };
            },
            stop);
    }

    public Task<bool> TryWriteAsync(AlertBoard board, long expected, CancellationToken stop) => RunAsync(
        async tables =>
        {
            var document = BoardJson.Write(board);
            return await tables.Boards.Where(b => b.Id == TheOne && b.Revision == expected).ExecuteUpdateAsync(
                    row => row.SetProperty(static b => b.Revision, board.Revision).SetProperty(static b => b.Document, document), stop) == 1
                || (expected == 0 && await TryInsertAsync(tables, board.Revision, document, stop));
        },
        stop);

    private static async Task<bool> TryInsertAsync(BoardContext tables, long revision, string document, CancellationToken stop) =>
        await tables.Database.ExecuteSqlAsync(
            $"INSERT INTO alert_board (id, revision, document) VALUES ({TheOne}, {revision}, {document}) ON CONFLICT DO NOTHING", stop) == 1;

    private async Task<T> RunAsync<T>(Func<BoardContext, Task<T>> work, CancellationToken stop)
    {
        await using var tables = new BoardContext(_options.Value);
        try
        {
            if (!_isReady)
            {
                await _database.MigrateAsync(tables, stop);
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
