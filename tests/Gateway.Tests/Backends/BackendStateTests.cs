using System.Collections.Immutable;
using Gateway.Backends;
using Gateway.Backends.Discovery;
using Gateway.Routing.Models;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Backends;

/// <summary>What the gateway stores about a backend, how old it is, and what counts as news.</summary>
public sealed class BackendStateTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch.AddYears(56);
    private readonly FakeTimeProvider _time = new(Start);
    private readonly BackendState _state;

    public BackendStateTests() => _state = new BackendState(_time);

    [Fact]
    public void Probe_ThatFails_KeepsTheLastFactsAndTheirAge()
    {
        Assert.Null(_state.Facts);
        Assert.Null(_state.ReadAt);
        Answered(Facts());
        _time.Advance(TimeSpan.FromMinutes(1));
        _state.Failed("down");
        _time.Advance(TimeSpan.FromMinutes(1));
        _state.Failed("still down");

        Assert.Equal(["m"], _state.Models!.Value);
        Assert.Equal((Start, "still down", Start.AddMinutes(1)), (_state.ReadAt, _state.Problem, _state.ProblemSince));
        Answered(Facts());
        Assert.Equal((Start.AddMinutes(2), null, null), (_state.ReadAt, _state.Problem, _state.ProblemSince));
    }

    [Fact]
    public void Answer_IsNews_WhenItSaysSomethingElse()
    {
        Assert.True(Answered());
        Assert.True(Answered(Facts()));
        // Another array of the same words is the same.
        Assert.False(Answered(Facts()));
        Assert.True(Answered(Facts() with { IsWarm = true }));
        Assert.True(Answered(Facts() with { ServedContext = 1 }));
        Assert.True(Answered(Facts("tools")));
        Assert.True(Answered(Facts() with { Capabilities = null }));
        Assert.True(Answered(Facts(), new ModelFacts("n")));
        Assert.False(Answered(new ModelFacts("n"), Facts()));
        Assert.True(Answered(new ModelFacts("n"), new ModelFacts("o")));
    }

    [Fact]
    public void Failure_IsNewsOnce_UntilAProbeSucceeds()
    {
        Assert.Equal((true, false), (_state.Failed("down"), _state.Failed("down")));
        Answered(Facts());
        Assert.True(_state.Failed("down"));
        Assert.True(_state.Failed("refused"));
    }

    [Fact]
    public void Attempt_ThatSucceeds_ClearsTheProblemButMakesItNoNews()
    {
        Assert.False(_state.Reached());
        _state.Failed("its list is broken");
        Assert.True(_state.Reached());
        Assert.Null(_state.Problem);
        Assert.Null(_state.ProblemSince);
        Assert.False(_state.Failed("its list is broken"));
        Assert.Equal("its list is broken", _state.Problem);
    }

    [Fact]
    public void Answer_OverHttp_DisprovesThatNobodyIsThere_AndNothingElse()
    {
        Assert.False(_state.Responded());
        _state.Load.IsDown = true;
        _state.Failed("nothing answers", isUnreachable: true);
        Assert.True(_state.Responded());
        Assert.Equal((false, null, null), (_state.Load.IsDown, _state.Problem, _state.ProblemSince));

        _state.Failed("its list is broken");
        Assert.False(_state.Responded());
        Assert.Equal("its list is broken", _state.Problem);
        _state.Failed("nothing answers", isUnreachable: true);
        _state.Failed("its list is broken");
        Assert.False(_state.Responded());
        Assert.Equal("its list is broken", _state.Problem);
    }

    [Fact]
    public void Software_IsWhatTheLastProbeSays()
    {
        _state.Answered(DiscoveryResult.Of([]) with { Version = "1", Note = "odd" });
        _state.Failed("down");
        Assert.Equal(("1", "odd"), (_state.Version, _state.Note));
        Answered();
        Assert.Equal((null, null), (_state.Version, _state.Note));
    }

    private bool Answered(params ImmutableArray<ModelFacts> facts) => _state.Answered(DiscoveryResult.Of(facts));

    private static ModelFacts Facts(params string[] capabilities) => new("m") { Capabilities = ["completion", .. capabilities] };
}
