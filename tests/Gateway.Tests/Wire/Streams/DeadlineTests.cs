using Gateway.Wire.Streams;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Wire.Streams;

/// <summary>A limit is reached when it is due, however often it was put off, and its timer is touched only where it must be.</summary>
public sealed class DeadlineTests : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    private readonly CountingTime _time = new();
    private readonly Deadline _deadline;
    private int _reached;

    public DeadlineTests() => _deadline = new Deadline(_time, () => _reached++);

    public void Dispose() => _deadline.Dispose();

    [Fact]
    public void Limit_ThatIsPutOff_IsReachedWhenItIsDue_AndTouchesNoTimer()
    {
        for (var i = 0; i < 100; i++)
        {
            _deadline.Set(10 * Second);
            _time.Advance(TimeSpan.FromMilliseconds(50));
            _deadline.Set(30 * Second);
            _deadline.Set(20 * Second);
        }

        Assert.Equal(1, _time.Changes);
        _time.Advance(20 * Second - Moment);
        Assert.Equal(0, _reached);
        _time.Advance(Moment);
        Assert.Equal(1, _reached);
    }

    [Fact]
    public void NearerLimit_IsReachedFirst()
    {
        _deadline.Set(30 * Second);
        _deadline.Set(Second);
        _time.Advance(Second);
        Assert.Equal(1, _reached);
    }

    [Fact]
    public void ClearedLimit_IsNeverReached_AndTheNextOneIs()
    {
        _deadline.Set(Second);
        _deadline.Clear();
        _time.Advance(60 * Second);
        Assert.Equal(0, _reached);
        _deadline.Set(Second);
        _time.Advance(Second);
        Assert.Equal(1, _reached);
    }

    [Fact]
    public void LimitAfterOneThatWasReached_IsReachedToo()
    {
        _deadline.Set(Second);
        _time.Advance(Second);
        _deadline.Set(Second);
        _time.Advance(Second);
        Assert.Equal(2, _reached);
    }

    private sealed class CountingTime : FakeTimeProvider
    {
        public int Changes { get; private set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            new CountingTimer(base.CreateTimer(callback, state, dueTime, period), this);

        private sealed class CountingTimer(ITimer timer, CountingTime time) : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period)
            {
                time.Changes++;
                return timer.Change(dueTime, period);
            }

            public void Dispose() => timer.Dispose();

            public ValueTask DisposeAsync() => timer.DisposeAsync();
        }
    }
}
