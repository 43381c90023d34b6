using StackExchange.Redis;

namespace Gateway.Quotas.Redis;

/// <summary>Which exceptions mean that Redis cannot be counted on at this moment, and does not mean a mistake of ours.</summary>
internal static class RedisLoss
{
    public static bool IsOne(Exception e) =>
        e is RedisException or RedisCommandException or TimeoutException or CountersLostException or NewerCountersException
            or InvalidDataException or ObjectDisposedException;

    // A wait is made of so many, and one that ends so much later than it should does not count: a process that is late to its own timers
    // is late to an answer that has come, too. No more than so many of them in all.
    private const int Slices = 8;
    private const double Late = 1.5;
    private const int MostSlices = 24;

    /// <summary>Waits no longer than this for who answers late. What comes of the call afterwards is nobody's concern.</summary>
    public static ValueTask<T> WithinAsync<T>(this ValueTask<T> call, TimeSpan limit, TimeProvider time) =>
        call.IsCompletedSuccessfully ? call : call.AsTask().WithinAsync(limit, time);

    public static async ValueTask<T> WithinAsync<T>(this Task<T> call, TimeSpan limit, TimeProvider time)
    {
        var slice = limit / Slices;
        for (var (waited, tried) = (0, 0); waited < Slices && tried < MostSlices; tried++)
        {
            var since = time.GetTimestamp();
            if (await call.IsOverAsync(slice, time))
            {
                return await call;
            }

            waited += time.GetElapsedTime(since) > slice * Late ? 0 : 1;
        }

        call.Abandon();
        throw new TimeoutException();
    }

    /// <summary>Waits so long, and tells whether there is an answer by then, or a failure.</summary>
    public static async ValueTask<bool> IsOverAsync(this Task call, TimeSpan limit, TimeProvider time)
    {
        if (!call.IsCompleted && limit > TimeSpan.Zero)
        {
            await call.WaitAsync(limit, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return call.IsCompleted;
    }

    /// <summary>Nobody waits for it. An exception that nobody looks at would be reported as a bug.</summary>
    public static void Abandon(this Task call) =>
        _ = call.ContinueWith(
            static t => t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
}
