using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Gateway.Http.Connections;

/// <summary>
/// Accepts client connections up to a limit over all listeners. Beyond the limit, the connection idle the longest makes room. If none has
/// been idle for a moment, the new one is told so and closed. The server's own limit would cut it without a word.
/// </summary>
internal sealed partial class ConnectionGate(int limit, TimeProvider time, ILogger logger)
{
    /// <summary>Extra connections for admins: whoever investigates why nobody gets in must get in.</summary>
    private const int MoreForAdmins = 16;

    /// <summary>
    /// The most connections that may be told or closing at once, since each still takes a descriptor. Further ones are simply cut.
    /// </summary>
    private const int MostLeaving = 64;

    /// <summary>A connection idle for less may be about to send its request.</summary>
    private static readonly TimeSpan IdleEnough = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan BetweenWarnings = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly HashSet<OpenConnection> _open = [];
    private readonly HashSet<OpenConnection> _leaving = [];
    private int _told;
    private long _refused;
    private long? _warnedAt;

    public int Limit => limit;

    public async Task RunAsync(ConnectionContext connection, ConnectionDelegate next, bool isAdmin)
    {
        var lifetime = connection.Features.Get<IConnectionLifetimeNotificationFeature>();
        var open = new OpenConnection(time, () => lifetime?.RequestClose());
        if (!TryTake(open, limit + (isAdmin ? MoreForAdmins : 0)))
        {
            await RefuseAsync(connection);
            return;
        }

        try
        {
            connection.Features.Set(open);
            await next(connection);
        }
        finally
        {
            lock (_lock)
            {
                _open.Remove(open);
                _leaving.Remove(open);
            }
        }
    }

    private bool TryTake(OpenConnection open, int most)
    {
        OpenConnection? idle = null;
        lock (_lock)
        {
            if (_open.Count >= most)
            {
                idle = _leaving.Count < MostLeaving ? LongestIdle() : null;
                if (idle is null)
                {
                    return false;
                }

                _open.Remove(idle);
                _leaving.Add(idle);
            }

            _open.Add(open);
        }

        idle?.Close();
        return true;
    }

    private OpenConnection? LongestIdle()
    {
        var (longest, found) = (IdleEnough, (OpenConnection?)null);
        foreach (var open in _open)
        {
            if (open.IdleFor is { } idle && idle >= longest)
            {
                (longest, found) = (idle, open);
            }
        }

        return found;
    }

    private async Task RefuseAsync(ConnectionContext connection)
    {
        Warn();
        if (Interlocked.Increment(ref _told) > MostLeaving)
        {
            Interlocked.Decrement(ref _told);
            connection.Abort(new ConnectionAbortedException("There are too many connections."));
            return;
        }

        try
        {
            await BusyAnswer.TellAsync(connection, time);
        }
        finally
        {
            Interlocked.Decrement(ref _told);
        }
    }

    private void Warn()
    {
        lock (_lock)
        {
            _refused++;
            if (_warnedAt is { } at && time.GetElapsedTime(at) < BetweenWarnings)
            {
                return;
            }

            _warnedAt = time.GetTimestamp();
            Log.Refused(logger, limit, _refused);
            _refused = 0;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            1051, LogLevel.Warning,
            "All {Limit} connections are in use; {Count} more were refused with 503. More room: limits.concurrentConnections and what "
            + "the process may open (ulimit -n).")]
        public static partial void Refused(ILogger logger, int limit, long count);
    }
}
