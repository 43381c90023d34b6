using Gateway.Quotas.Redis;

namespace Gateway.Alerts.Board;

/// <summary>Keeps the board in the Redis of the counters.</summary>
internal sealed class RedisBoardStore(RedisNote note) : IBoardStore
{
    public string Name => "Redis";

    public bool IsShared => true;

    public async Task<AlertBoard?> ReadAsync(CancellationToken stop) =>
        await note.ReadAsync() is { } found ? BoardJson.Read(found.Text) with { Revision = found.Revision } : null;

    public Task<bool> TryWriteAsync(AlertBoard board, long expected, CancellationToken stop) =>
        note.TryWriteAsync(expected, board.Revision, BoardJson.Write(board));
}
