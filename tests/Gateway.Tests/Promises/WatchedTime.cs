using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Promises;

/// <summary>A clock that tells when somebody begins to wait for a certain time.</summary>
internal sealed class WatchedTime() : FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56))
{
    private readonly ConcurrentDictionary<TimeSpan, TaskCompletionSource> _waits = new();

    public Task WaitForTimerAsync(TimeSpan length) => Wait(length).Task.WaitAsync(TimeSpan.FromSeconds(20));

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        Wait(dueTime).TrySetResult();
        return timer;
    }

    private TaskCompletionSource Wait(TimeSpan length) =>
        _waits.GetOrAdd(length, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
}
