using System.Collections.Immutable;
using Gateway.Backends;
using Gateway.Backends.Discovery;
using Gateway.Routing.Models;

namespace Gateway.Tests.Backends;

/// <summary>A context that an answer revealed lowers the claimed one, until discovery knows better.</summary>
public sealed class LearnedContextTests
{
    private static readonly ModelFacts s_guessed = new("m") { ServedContext = 4096, ServedSource = ContextSource.KindsDefault };

    private readonly BackendState _state = new(TimeProvider.System);

    [Fact]
    public void CutAnswer_LowersTheContextAtOnceAndOverProbes()
    {
        Answered(s_guessed);
        Assert.True(_state.ServedContextLearned("M", 2050));
        Assert.Equal((2050, ContextSource.CutAnswer), Claimed);
        Answered(s_guessed with { IsWarm = false });
        Assert.Equal((2050, ContextSource.CutAnswer), Claimed);
        Assert.False(_state.ServedContextLearned("m", 2050));
        Assert.False(_state.ServedContextLearned("m", 3000));
        Assert.False(_state.ServedContextLearned("unknown", 100));
    }

    public static TheoryData<string> Disproofs => ["loaded", "pulled anew", "away", "another version"];

    [Theory]
    [MemberData(nameof(Disproofs))]
    public void CutAnswer_IsForgottenWhenDiscoveryKnowsBetter(string disproof)
    {
        Answered(s_guessed);
        _state.ServedContextLearned("m", 2050);
        switch (disproof)
        {
            case "loaded":
                Answered(s_guessed with { ServedContext = 8192, ServedSource = ContextSource.Loaded });
                Assert.Equal((8192, ContextSource.Loaded), Claimed);
                break;
            case "pulled anew":
                Answered(s_guessed with { ParameterSize = "8B" });
                break;
            case "away":
                _state.Load.IsDown = true;
                _state.Failed("gone", isUnreachable: true);
                _state.ForgetRunIfItWasDown();
                break;
            default:
                _state.Memory.RunsAs("0.34.0");
                break;
        }

        Answered(s_guessed);
        Assert.Equal((4096, ContextSource.KindsDefault), Claimed);
    }

    private (int?, ContextSource?) Claimed => _state.Facts!.Value.Select(f => (f.ServedContext, f.ServedSource)).Single();

    private void Answered(ModelFacts facts) => _state.Answered(DiscoveryResult.Of(ImmutableArray.Create(facts)));
}
