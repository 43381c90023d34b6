using Gateway.Configuration;
using Gateway.Resilience.Ejection;
using Gateway.Routing.Candidates;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Resilience.Ejection;

/// <summary>When a model is left alone, for how long, and how it comes back.</summary>
public class EjectionTests
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    private readonly FakeTimeProvider _time = new();
    private readonly ModelState _state;
    private readonly Outlier _outlier;

    public EjectionTests()
    {
        _state = new ModelState(_time);
        _outlier = new Outlier(_state, _time);
    }

    [Fact]
    public void FiveFailuresInARow_TakeItOutFor30Seconds()
    {
        Fail(4);
        Assert.False(_state.IsOut);
        Fail(1);
        Assert.True(_state.IsOut);
        Assert.Equal(TimeSpan.FromSeconds(30), _outlier.OutFor);
        Assert.Equal(Clearance.Refused, _outlier.Admit(isLastResort: false));
    }

    [Fact]
    public void Success_BetweenFailures_BreaksTheRow()
    {
        Fail(4);
        Succeed();
        Fail(4);
        Assert.False(_state.IsOut);
    }

    [Theory]
    [InlineData(20, 10, false)]
    [InlineData(20, 11, true)]
    [InlineData(19, 11, false)]
    public void MoreThanHalfOf20In30Seconds_TakeItOut(int requests, int failures, bool isOut)
    {
        // Spread so that no five failures follow each other.
        for (var i = 0; i < requests; i++)
        {
            var isFailure = (i + 1) * failures / requests > i * failures / requests;
            End(isFailure ? Fault.Failed : Fault.None);
        }

        Assert.Equal(isOut, _state.IsOut);
    }

    [Fact]
    public void Failures_OlderThan30Seconds_CountNoMore()
    {
        for (var i = 0; i < 9; i++)
        {
            End(Fault.Failed);
            End(Fault.None);
        }

        _time.Advance(TimeSpan.FromSeconds(31));
        End(Fault.Failed);
        End(Fault.None);
        End(Fault.Failed);
        Assert.False(_state.IsOut);
    }

    [Fact]
    public void AfterItsTime_OneRequestTries_AndOneOnly()
    {
        Fail(5);
        _time.Advance(TimeSpan.FromSeconds(30) - Moment);
        Assert.Equal(Clearance.Refused, _outlier.Admit(isLastResort: false));
        _time.Advance(Moment);
        Assert.Equal(Clearance.Probe, _outlier.Admit(isLastResort: false));
        Assert.Equal(Clearance.Refused, _outlier.Admit(isLastResort: false));
        _outlier.Ended(Clearance.Probe, Fault.None);
        Assert.False(_state.IsOut);
        Assert.Equal(Clearance.Normal, _outlier.Admit(isLastResort: false));
    }

    [Fact]
    public void Time_DoublesTo5Minutes_AndStartsAnewAfterItHeld()
    {
        Fail(5);
        foreach (var seconds in new[] { 30, 60, 120, 240, 300, 300 })
        {
            Assert.Equal(TimeSpan.FromSeconds(seconds), _outlier.OutFor);
            _time.Advance(TimeSpan.FromSeconds(seconds));
            _outlier.Ended(_outlier.Admit(isLastResort: false), Fault.Failed);
        }

        _time.Advance(TimeSpan.FromMinutes(5));
        _outlier.Ended(_outlier.Admit(isLastResort: false), Fault.None);
        _time.Advance(TimeSpan.FromSeconds(31));
        Succeed();
        Fail(5);
        Assert.Equal(TimeSpan.FromSeconds(30), _outlier.OutFor);
    }

    [Fact]
    public void Share_RisesOver30Seconds()
    {
        Fail(5);
        Assert.Equal(0, _state.Share);
        _time.Advance(TimeSpan.FromSeconds(30));
        _outlier.Ended(_outlier.Admit(isLastResort: false), Fault.None);
        _time.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(0.5, _state.Share, 0.01);
        _time.Advance(TimeSpan.FromSeconds(15));
        Assert.Equal(1, _state.Share);
    }

    [Fact]
    public void LastCandidate_IsNeverShut_AndItsSuccessBringsItBack()
    {
        Fail(5);
        Assert.Equal(Clearance.LastResort, _outlier.Admit(isLastResort: true));
        _outlier.Ended(Clearance.LastResort, Fault.Failed);
        Assert.Equal(TimeSpan.FromSeconds(30), _outlier.OutFor);
        _outlier.Ended(Clearance.LastResort, Fault.None);
        Assert.False(_state.IsOut);
    }

    [Fact]
    public void WhatIsNobodysFault_NeverCounts()
    {
        for (var i = 0; i < 100; i++)
        {
            End(Fault.Neutral);
        }

        Assert.False(_state.IsOut);
        Fail(4);
        End(Fault.Neutral);
        Fail(1);
        Assert.True(_state.IsOut);
    }

    [Fact]
    public void Probe_WhoseClientLeft_MakesRoomForTheNext()
    {
        Fail(5);
        _time.Advance(TimeSpan.FromSeconds(30));
        _outlier.Ended(_outlier.Admit(isLastResort: false), Fault.Neutral);
        Assert.Equal(Clearance.Probe, _outlier.Admit(isLastResort: false));
    }

    [Fact]
    public void Rule_OfAReload_HoldsForTheNextFailure()
    {
        _outlier.Options = new EjectionConfig { Failures = 2, Time = TimeSpan.FromSeconds(7) };
        Fail(2);
        Assert.Equal(TimeSpan.FromSeconds(7), _outlier.OutFor);
    }

    private void Fail(int times)
    {
        for (var i = 0; i < times; i++)
        {
            End(Fault.Failed);
        }
    }

    private void Succeed() => End(Fault.None);

    private void End(Fault fault) => _outlier.Ended(_outlier.Admit(isLastResort: false), fault);
}
