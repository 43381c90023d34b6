using StackExchange.Redis;

namespace Gateway.Quotas.Redis;

/// <summary>Recognises exceptions that mean Redis is unavailable right now, as opposed to a bug of ours.</summary>
internal static class RedisLoss
{
    public static bool IsOne(Exception e) =>
        e is RedisException or RedisCommandException or TimeoutException or CountersLostException or NewerCountersException
            or InvalidDataException or ObjectDisposedException;

    // A wait is made of this many slices. A slice that ends much later than it should does not count: a process that is late to its own
    // timers is also late to an answer that has arrived. At most this many late slices are forgiven.
    private const int Slices = 8;
    private const double Late = 1.5;
    private const int MostSlices = 24;

    /// <summary>Waits no longer than this for a late answer. The result of the call after that is ignored.</summary>
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

    /// <summary>Waits up to the limit. Returns true if an answer or a failure has arrived by then.</summary>
    public static async ValueTask<bool> IsOverAsync(this Task call, TimeSpan limit, TimeProvider time)
    {
        if (!call.IsCompleted && limit > TimeSpan.Zero)
        {
            await call.WaitAsync(limit, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return call.IsCompleted;
    }

    /// <summary>Stops waiting for a call. Otherwise its unobserved exception would be reported as a bug.</summary>
    public static void Abandon(this Task call) =>
        _ = call.ContinueWith(
            static t => t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
}
