using System.Data.Common;

namespace Gateway.Authentication;

/// <summary>
/// Polls the database every 400 ms for changed keys, so that changes by another replica or the command line are in force here within a
/// second. While the database is down, the last state stays in force.
/// </summary>
internal sealed partial class StoredAccessWatch(
    StoredAccess access, FirstAdminKey firstKey, TimeProvider time, ILogger<StoredAccessWatch> logger) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(400);

    /// <summary>How long the start waits for the database, so that the first request finds the keys.</summary>
    public static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan QuestionLimit = TimeSpan.FromSeconds(5);

    private volatile string? _problem;

    /// <summary>The reason the database cannot be read; null when it can or there is none.</summary>
    public string? Problem => _problem;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await AskAsync(StartLimit, cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await AskAsync(QuestionLimit, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    private async Task AskAsync(TimeSpan limit, CancellationToken stop)
    {
        if (!access.IsThere)
        {
            return;
        }

        using var enough = CancellationTokenSource.CreateLinkedTokenSource(stop);
        enough.CancelAfter(limit);
        try
        {
            // The token does not always interrupt the database's own wait for a connection.
            await Task.Run(() => access.RefreshAsync(enough.Token), enough.Token).WaitAsync(enough.Token);
            await firstKey.MakeIfNoneAsync(enough.Token);
            if (_problem is not null)
            {
                Log.Back(logger);
            }

            _problem = null;
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            Tell(
                e is OperationCanceledException
                    ? "it does not answer"
                    : e.GetBaseException() is DbException or IOException or UnauthorizedAccessException
                        or System.Net.Sockets.SocketException
                ? e.GetBaseException().Message.ReplaceLineEndings(" ")
                : e.ToString());
        }
    }

    // Once, not with every poll.
    private void Tell(string problem)
    {
        if (_problem is null)
        {
            Log.Away(logger, problem);
        }

        _problem = problem;
    }

    private static partial class Log
    {
        [LoggerMessage(6000, LogLevel.Error, "The database of keys cannot be asked; what was read last stays in force: {Problem}")]
        public static partial void Away(ILogger logger, string problem);

        [LoggerMessage(6001, LogLevel.Information, "The database of keys answers again.")]
        public static partial void Back(ILogger logger);
    }
}
