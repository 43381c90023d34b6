using Gateway.Resilience.Hedging;

namespace Gateway.Tests.Resilience.Hedging;

/// <summary>The wait after which a route hedges.</summary>
public sealed class FirstEventTimesTests
{
    [Fact]
    public void P95_IsUnknownBelowTwenty()
    {
        var times = Times(Enumerable.Range(1, 19));
        Assert.Null(times.P95);
        times.Add(TimeSpan.FromMilliseconds(20));
        Assert.Equal(TimeSpan.FromMilliseconds(19), times.P95);
    }

    [Fact]
    public void P95_IsThatOfTheLastHundred() =>
        Assert.Equal(TimeSpan.FromMilliseconds(95), Times([.. Enumerable.Repeat(10_000, 70), .. Enumerable.Range(1, 100).Reverse()]).P95);

    [Fact]
    public void P95_IsNeverNothing() => Assert.True(Times(Enumerable.Repeat(0, 20)).P95 > TimeSpan.Zero);

    [Fact]
    public void Routes_AreToldApart_AndStreamsFromWholeAnswers()
    {
        var times = new HedgeTimes();
        Assert.Same(times.Of("Coder", true), times.Of("coder", true));
        Assert.NotSame(times.Of("Coder", true), times.Of("Coder", false));
        Assert.NotSame(times.Of("Coder", true), times.Of("Other", true));
    }

    private static FirstEventTimes Times(IEnumerable<int> milliseconds)
    {
        var times = new FirstEventTimes();
        foreach (var time in milliseconds)
        {
            times.Add(TimeSpan.FromMilliseconds(time));
        }

        return times;
    }
}
