using Gateway.Configuration;
using Gateway.Ledger.Notes;
using Gateway.Ledger.Storage;

namespace Gateway.Alerts.Board;

/// <summary>Keeps the board in the ledger's database: for all replicas in PostgreSQL, for the next start in SQLite.</summary>
internal sealed class DatabaseBoardStore(DatabaseOptions database) : IBoardStore
{
    private readonly DatabaseNote _note = new(database, "alerts");

    public string Name => "the database";

    public bool IsShared => database.Provider == StorageProvider.PostgreSql;

    public async Task<AlertBoard?> ReadAsync(CancellationToken stop) =>
        await _note.ReadAsync(stop) is { } found ? BoardJson.Read(found.Text) with { Revision = found.Revision } : null;

    public Task<bool> TryWriteAsync(AlertBoard board, long expected, CancellationToken stop) =>
        _note.TryWriteAsync(expected, board.Revision, BoardJson.Write(board), stop);
}
