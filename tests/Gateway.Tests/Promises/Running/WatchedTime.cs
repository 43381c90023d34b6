using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Promises.Running;

/// <summary>A clock that tells when somebody begins to wait for a certain time.</summary>
internal sealed class WatchedTime() : FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56))
{
    private readonly ConcurrentDictionary<TimeSpan, TaskCompletionSource> _waits = new();

    // A timer is set and told of in one step: a clock that went on in between would shorten what the test measures.
    private readonly Lock _lock = new();

    public Task WaitForTimerAsync(TimeSpan length) => Wait(length).Task.WaitAsync(TimeSpan.FromSeconds(20));

    /// <summary>Moves on, unless somebody waits for a certain time by now.</summary>
    /// <returns>Whether it did.</returns>
    public bool AdvanceUnlessAwaited(TimeSpan length, TimeSpan step)
    {
        lock (_lock)
        {
            if (Wait(length).Task.IsCompleted)
            {
                return false;
            }

            Advance(step);
            return true;
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        lock (_lock)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            Wait(dueTime).TrySetResult();
            return timer;
        }
    }

    private TaskCompletionSource Wait(TimeSpan length) =>
        _waits.GetOrAdd(length, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
}
