using Gateway.Routing.Candidates;

namespace Gateway.Routing.Tests.Candidates;

/// <summary>Which of several pauses applies, how long no request is sent, and which request tests a long pause.</summary>
public sealed class PauseClockTests
{
    private readonly SteppedTime _time = new();
    private readonly PauseClock _clock;

    public PauseClockTests() => _clock = new PauseClock(_time);

    [Theory]
    [InlineData(1, 12, 12.5, "second")]
    [InlineData(12, 1, 12, "first")]
    [InlineData(12, 12, 12.5, "second")]
    [InlineData(86400, 12, 300, "first")]
    [InlineData(12, 86400, 300.5, "second")]
    [InlineData(299.75, 86400, 300.5, "second")]
    public void TwoPauses_HalfASecondApart_EndWithTheLater_AndForItsReason(double first, double second, double end, string reason)
    {
        Begin(first, "first");
        _time.Step(0.5);
        Begin(second, "second");
        Assert.Equal(end - 0.5, _clock.Left.TotalSeconds, 0.001);
        Assert.Equal(reason, _clock.Now.Reason);
        _time.Step(end - 0.501);
        Assert.False(_clock.TryPass(out _));
        _time.Step(0.002);
        Assert.True(_clock.TryPass(out _));
    }

    [Fact]
    public async Task PausesFromManyThreads_EndWithTheLatest_AndForItsReason()
    {
        for (var round = 0; round < 50; round++)
        {
            var clock = new PauseClock(_time);
            await Parallel.ForAsync(0, 64, (i, _) =>
            {
                clock.Begin(TimeSpan.FromSeconds(1 + (i * 37 % 64)), i * 37 % 64);
                return ValueTask.CompletedTask;
            });
            Assert.Equal((TimeSpan.FromSeconds(64), (object)63), clock.Now);
        }
    }

    [Fact]
    public void PauseThatIsOver_LetsAllPass_WithoutAProbe()
    {
        Assert.True(_clock.TryPass(out var none));
        Begin(300, "x");
        _time.Step(300);
        Assert.True(_clock.TryPass(out var first));
        Assert.True(_clock.TryPass(out var second));
        Assert.Equal((null, null, null), (none, first, second));
    }

    [Fact]
    public void LongPause_AfterFiveMinutes_IsProbedByOne_WhoseAnswerEndsIt()
    {
        Begin(86400, "x");
        _time.Step(300);
        Assert.True(_clock.TryPass(out var probe));
        Assert.NotNull(probe);
        Assert.False(_clock.TryPass(out _));
        probe.Over();
        probe.GiveBack();
        Assert.True(_clock.TryPass(out var none));
        Assert.Null(none);
    }

    [Fact]
    public void Probe_ThatIsGivenBack_MakesRoomForTheNext_AndOnlyForOne()
    {
        Begin(86400, "x");
        _time.Step(300);
        _clock.TryPass(out var probe);
        probe!.GiveBack();
        Assert.True(_clock.TryPass(out var next));
        Assert.NotNull(next);
        Assert.False(_clock.TryPass(out _));
        // The first has no say any more.
        probe.GiveBack();
        probe.Over();
        Assert.False(_clock.TryPass(out _));
    }

    [Fact]
    public void Probe_ThatHangs_IsFollowedByAnotherAfterFiveMinutes()
    {
        Begin(86400, "x");
        _time.Step(300);
        Assert.True(_clock.TryPass(out _));
        _time.Step(299);
        Assert.False(_clock.TryPass(out _));
        _time.Step(1);
        Assert.True(_clock.TryPass(out var second));
        Assert.NotNull(second);
    }

    [Fact]
    public void PauseAskedForWhileAProbeIsAway_Stands()
    {
        Begin(86400, "x");
        _time.Step(300);
        _clock.TryPass(out var probe);
        _time.Step(200);
        Begin(86400, "y");
        probe!.Over();
        Assert.Equal((TimeSpan.FromSeconds(300), (object)"y"), _clock.Now);
    }

    private void Begin(double seconds, string reason) => _clock.Begin(TimeSpan.FromSeconds(seconds), reason);

    private sealed class SteppedTime : TimeProvider
    {
        private long _now = 1;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Volatile.Read(ref _now);

        public void Step(double seconds) => Interlocked.Add(ref _now, (long)(seconds * TimeSpan.TicksPerSecond));
    }
}
