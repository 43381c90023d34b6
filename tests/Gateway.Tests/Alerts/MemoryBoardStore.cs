using Gateway.Alerts.Board;

namespace Gateway.Tests.Alerts;

/// <summary>A board in this process that replicas of a test share, and that may go away or lose what it holds.</summary>
internal sealed class MemoryBoardStore : IBoardStore
{
    private readonly Lock _lock = new();
    private string? _text;
    private long _revision;

    public string Name => "the store of this test";

    public bool IsShared { get; init; } = true;

    public bool IsAway { get; set; }

    public int Writes { get; private set; }

    public Task<AlertBoard?> ReadAsync(CancellationToken stop)
    {
        lock (_lock)
        {
            ThrowIfAway();
            return Task.FromResult(_text is null ? null : BoardJson.Read(_text));
        }
    }

    public Task<bool> TryWriteAsync(AlertBoard board, long expected, CancellationToken stop)
    {
        lock (_lock)
        {
            ThrowIfAway();
            if (_revision != expected)
            {
                return Task.FromResult(false);
            }

            (_text, _revision, Writes) = (BoardJson.Write(board), board.Revision, Writes + 1);
            return Task.FromResult(true);
        }
    }

    public void Forget()
    {
        lock (_lock)
        {
            (_text, _revision) = (null, 0);
        }
    }

    private void ThrowIfAway()
    {
        if (IsAway)
        {
            throw new IOException("It is away.");
        }
    }
}
