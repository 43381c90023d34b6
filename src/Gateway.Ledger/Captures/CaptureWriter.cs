using Gateway.Ledger.Store.Tables;

namespace Gateway.Ledger.Captures;

/// <summary>
/// Moves captures into their table. Each is tried once: if the database does not take it, it is dropped, so that prompts pile up neither in
/// memory nor in a file. It uses the real clock, as databases do.
/// </summary>
internal sealed partial class CaptureWriter(
    CaptureQueue queue, Func<IReadOnlyList<CapturedRequest>, CancellationToken, Task> write,
    ILogger<CaptureWriter> logger) : BackgroundService
{
    // A few mebibytes at most: any other writer to a SQLite file waits until all of it is written.
    private const int AtOnce = 8;

    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(2);

    private long _toldDropped;
    private bool _isDropping;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var end = new CancellationTokenSource();
        await using var ending = stoppingToken.Register(() => end.CancelAfter(StopLimit));
        try
        {
            while (await queue.Waiting.WaitToReadAsync(stoppingToken))
            {
                await DrainAsync(end.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The host is stopping. Waiting captures get one more moment.
            await DrainAsync(end.Token);
        }
    }

    private async Task DrainAsync(CancellationToken end)
    {
        while (true)
        {
            var batch = new List<CapturedRequest>(AtOnce);
            while (batch.Count < AtOnce && queue.Waiting.TryRead(out var request))
            {
                batch.Add(request);
            }

            if (batch.Count == 0)
            {
                return;
            }

            var problem = await TryWriteAsync(batch, end);
            queue.Let(batch, areWritten: problem is null);
            Tell(problem);
        }
    }

    // The token does not always interrupt the database's own waits.
    private async Task<Exception?> TryWriteAsync(List<CapturedRequest> batch, CancellationToken end)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(end);
        limit.CancelAfter(CallLimit);
        try
        {
            await Task.Run(() => write(batch, limit.Token), limit.Token).WaitAsync(limit.Token);
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    // Log once, not for every capture.
    private void Tell(Exception? problem)
    {
        var dropped = queue.Dropped;
        var isDropping = dropped > _toldDropped;
        if (isDropping && !_isDropping)
        {
            Log.Dropping(
                logger,
                problem switch
                {
                    null => "they come faster than the database takes them",
                    OperationCanceledException => "the database does not answer",
                    _ => problem.GetBaseException().Message.ReplaceLineEndings(" "),
                });
        }
        else if (_isDropping && !isDropping)
        {
            Log.Back(logger, dropped);
        }

        (_toldDropped, _isDropping) = (dropped, isDropping);
    }

    private static partial class Log
    {
        [LoggerMessage(
            5160, LogLevel.Warning,
            "Captures are dropped: {Problem}. Requests are answered and recorded as before, but their prompts and answers are not kept.")]
        public static partial void Dropping(ILogger logger, string problem);

        [LoggerMessage(5161, LogLevel.Warning, "Captures are kept again. Since the start {Dropped} were dropped.")]
        public static partial void Back(ILogger logger, long dropped);
    }
}
