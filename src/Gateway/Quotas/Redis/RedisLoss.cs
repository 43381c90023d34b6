using StackExchange.Redis;

namespace Gateway.Quotas.Redis;

/// <summary>Which exceptions mean that Redis cannot be counted on at this moment, and does not mean a mistake of ours.</summary>
internal static class RedisLoss
{
    public static bool IsOne(Exception e) =>
        e is RedisException or RedisCommandException or TimeoutException or CountersLostException or InvalidDataException or ObjectDisposedException;

    // Together a second: by then it is of no use to anyone whose fault it is.
    private const int MostWaits = 20;

    // With a deadline of 50 ms Redis is taken for away after 80. More would be surer on a machine with too few processors; but then
    // more than one in a hundred waited longer than 60 ms when Redis freezes for three seconds under 200 requests a second.
    private const double Silent = 1.6;

    // A timer that fires so much later than it should says that this process is starved.
    private const double Late = 1.5;

    // An answer takes about as many turns on the thread pool from its socket to who waits for it.
    private const int Turns = 8;

    /// <summary>
    /// Waits this long, and on as long as Redis has not been silent to all callers for some more. The client's own limit has the
    /// grain of its heartbeat, and hangs for seconds with its defaults. What comes of the call afterwards is nobody's concern.
    /// </summary>
    /// <remarks>
    /// A process with more work than processors is late to everything, also to answers that have come. To take Redis for away
    /// then, and to admit by itself, would let the most pass when the most comes.
    /// </remarks>
    public static async ValueTask<T> WithinAsync<T>(this ValueTask<T> call, TimeSpan deadline, RedisLink link, TimeProvider time)
    {
        var task = call.AsTask();
        link.Began();
        try
        {
            var wait = deadline;
            for (var i = 1; ; i++)
            {
                var since = time.GetTimestamp();
                try
                {
                    var result = await task.WaitAsync(wait, time);
                    link.Answered();
                    return result;
                }
                catch (TimeoutException) when (!task.IsFaulted)
                {
                    var isLate = time.GetElapsedTime(since) > wait * Late || await TurnsTakeLongerAsync(deadline / 10, time);
                    var left = deadline * Silent - link.Silence;
                    if ((!isLate && !task.IsCompleted && left <= TimeSpan.Zero) || i == MostWaits)
                    {
                        // An exception that nobody looks at would be reported as a bug.
                        _ = task.ContinueWith(static t => t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
                        throw;
                    }

                    wait = left > TimeSpan.Zero ? left : deadline;
                }
            }
        }
        finally
        {
            link.Ended();
        }
    }

    // An answer that is on its way through this process has arrived after so many turns, so the timer is not alone in being on time.
    private static async ValueTask<bool> TurnsTakeLongerAsync(TimeSpan limit, TimeProvider time)
    {
        var since = time.GetTimestamp();
        for (var i = 0; i < Turns; i++)
        {
            await Task.Yield();
        }

        return time.GetElapsedTime(since) > limit;
    }
}
