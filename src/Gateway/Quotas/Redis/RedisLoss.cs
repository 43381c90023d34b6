using StackExchange.Redis;

namespace Gateway.Quotas.Redis;

/// <summary>Which exceptions mean that Redis cannot be counted on at this moment, and does not mean a mistake of ours.</summary>
internal static class RedisLoss
{
    public static bool IsOne(Exception e) =>
        e is RedisException or RedisCommandException or TimeoutException or CountersLostException or InvalidDataException or ObjectDisposedException;

    /// <summary>
    /// Waits no longer than this. The client's own limit has the grain of its heartbeat, and hangs for seconds with its defaults.
    /// What comes of the call afterwards is nobody's concern.
    /// </summary>
    public static async ValueTask<T> WithinAsync<T>(this ValueTask<T> call, TimeSpan deadline, TimeProvider time)
    {
        if (call.IsCompletedSuccessfully)
        {
            return call.Result;
        }

        var task = call.AsTask();
        try
        {
            return await task.WaitAsync(deadline, time);
        }
        catch (TimeoutException) when (!task.IsCompleted)
        {
            // An exception that nobody looks at would be reported as a bug.
            _ = task.ContinueWith(static t => t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            throw;
        }
    }
}
