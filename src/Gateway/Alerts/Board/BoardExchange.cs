namespace Gateway.Alerts.Board;

/// <summary>
/// Changes the board in the first store that can be used, and goes on alone while there is none. Each replica keeps a copy. When another
/// store is used, or a store has lost its board, the replica joins its copy with the board it finds.
/// </summary>
/// <param name="stores">The stores, the best one first.</param>
/// <param name="replica">This replica's name.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The logger.</param>
internal sealed partial class BoardExchange(
    IReadOnlyList<IBoardStore> stores, string replica, TimeProvider time, ILogger<BoardExchange> logger)
{
    private const int MostTries = 5;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);

    // A store that is away is not asked each second: each time takes up to the limit.
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    private readonly Dictionary<IBoardStore, long> _failedAt = [];
    private volatile AlertBoard _board = AlertBoard.Empty;
    private IBoardStore? _last;
    private DateTimeOffset? _aloneSince;

    public AlertBoard Board => _board;

    /// <summary>True when replicas may share the board, so that only one of them tells.</summary>
    public bool IsShared => stores.Any(static s => s.IsShared);

    /// <summary>How long no store has been usable; zero while one is.</summary>
    public TimeSpan AloneFor => _aloneSince is { } since ? time.GetUtcNow() - since : TimeSpan.Zero;

    /// <summary>Changes the copy of this process only.</summary>
    public void Change(Func<AlertBoard, AlertBoard> change) => _board = change(_board);

    /// <param name="change">Makes the next board of the one that is found; called again if another replica was first.</param>
    /// <param name="stop">Ends the wait.</param>
    public async Task<ExchangeResult> ChangeAsync(Func<AlertBoard, AlertBoard> change, CancellationToken stop)
    {
        foreach (var store in stores)
        {
            if (_failedAt.TryGetValue(store, out var at) && time.GetElapsedTime(at) < Rest)
            {
                continue;
            }

            try
            {
                var isKept = await TryAsync(store, change, stop);
                if (_failedAt.Remove(store))
                {
                    Log.Back(logger, store.Name);
                }

                _aloneSince = null;
                return isKept ? ExchangeResult.Kept : ExchangeResult.Busy;
            }
            catch (Exception e) when (!stop.IsCancellationRequested)
            {
                if (!_failedAt.ContainsKey(store))
                {
                    Log.Away(logger, store.Name, e is OperationCanceledException ? "it does not answer" : e.GetBaseException().Message);
                }

                _failedAt[store] = time.GetTimestamp();
            }
        }

        _last = null;
        _aloneSince ??= stores.Count > 0 ? time.GetUtcNow() : null;
        Change(change);
        return stores.Count > 0 ? ExchangeResult.Alone : ExchangeResult.Kept;
    }

    private async Task<bool> TryAsync(IBoardStore store, Func<AlertBoard, AlertBoard> change, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(Limit);
        for (var left = MostTries; left > 0; left--)
        {
            // Nobody else writes what is not shared.
            var found = !store.IsShared && store == _last
                ? _board
                : await store.ReadAsync(limit.Token).WaitAsync(limit.Token) ?? AlertBoard.Empty;
            var isWhole = store == _last && found.Revision >= _board.Revision;
            var next = change(isWhole || _board.Revision + _board.Alerts.Count == 0 ? found : found.Join(_board, replica));
            if (ReferenceEquals(next, found))
            {
                (_board, _last) = (found, store);
                return true;
            }

            next = next with { Revision = next.Revision + 1 };
            if (await store.TryWriteAsync(next, found.Revision, limit.Token).WaitAsync(limit.Token))
            {
                (_board, _last) = (next, store);
                return true;
            }
        }

        return false;
    }

    private static partial class Log
    {
        [LoggerMessage(
            7010, LogLevel.Warning,
            "What was told of alerts cannot be shared over {Store}: {Reason}. Until it can, an alert may come twice.")]
        public static partial void Away(ILogger logger, string store, string reason);

        [LoggerMessage(7011, LogLevel.Information, "What was told of alerts is shared over {Store} again.")]
        public static partial void Back(ILogger logger, string store);
    }
}
