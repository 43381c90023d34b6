using System.Threading.Tasks.Sources;

namespace Gateway.Ledger.Journal;

/// <summary>One caller that waits until its record is on the disk. Awaited once.</summary>
internal sealed class SafeWait : IValueTaskSource
{
    private ManualResetValueTaskSourceCore<bool> _core;

    /// <summary>The next caller in its <see cref="SafeWaits"/>.</summary>
    public SafeWait? Next { get; set; }

    public ValueTask Task => new(this, _core.Version);

    /// <summary>Resumes the caller on this thread until it waits again.</summary>
    public void Resume() => _core.SetResult(true);

    void IValueTaskSource.GetResult(short token) => _core.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
