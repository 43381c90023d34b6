using Gateway.Routing.Models;

namespace Gateway.Routing.Tests.Models;

/// <summary>
/// The context on a card comes from the operator first, then the backend, then the backend's kind, and last the training.
/// </summary>
public class ContextOfACardTests
{
    private static readonly KnownModels Table = KnownModels.Parse("m\t\t\t\t\t\t\t131072\t2026-11");

    private static readonly BackendTraits All = new("b", IsLocal: true);

    private static readonly BackendTraits Less = All with { GivesLess = true };

    private static readonly BackendTraits Ollama = Less with { DefaultContext = 4096, MaySendOn = true };

    private static readonly ModelFacts Loaded = new("m")
    {
        ContextLength = 32768,
        ServedContext = 8192,
        ServedSource = ContextSource.Loaded
    };

    [Theory]
    [InlineData(4096)]
    [InlineData(16384)]
    [InlineData(1_000_000)]
    public void OperatorsWordOfTheModel_GoesBeforeAll(int said) =>
        Assert.Equal((said, ContextSource.Operator), Of(Ollama with { ContextLength = 6000 }, Loaded, said));

    [Theory]
    [InlineData(4096, 4096)]
    [InlineData(16384, 16384)]
    [InlineData(1_000_000, 32768)]
    public void OperatorsWordOfTheBackend_GoesBeforeWhatIsServed_AndNotBeyondTheTraining(int said, int claimed) =>
        Assert.Equal((claimed, ContextSource.Operator), Of(Ollama with { ContextLength = said }, Loaded));

    [Theory]
    [InlineData(8192, 2048, 2048)]
    [InlineData(8192, 16384, 8192)]
    public void OperatorsWordOfTheBackend_IsTheServersSetting_WhichASmallerOneOfTheModelGoesBefore(int said, int own, int claimed) =>
        Assert.Equal(
            (claimed, ContextSource.Operator),
            Of(Ollama with { ContextLength = said }, Loaded with { ServedContext = own, ServedSource = ContextSource.OwnSetting }));

    [Fact]
    public void WhatIsServed_GoesBeforeTheTraining()
    {
        Assert.Equal((8192, ContextSource.Loaded), Of(All, Loaded));
        Assert.Equal((8192, ContextSource.Loaded), Of(All, Loaded with { ServedSource = null }));
        Assert.Equal(
            (2050, ContextSource.CutAnswer), Of(Ollama, Loaded with { ServedContext = 2050, ServedSource = ContextSource.CutAnswer }));
    }

    [Theory]
    [InlineData(32768, 4096)]
    [InlineData(2048, 2048)]
    [InlineData(null, 4096)]
    public void BackendThatGivesLess_IsTakenForGivingItsDefault_WhateverItsModelsCouldTake(int? trained, int claimed) =>
        Assert.Equal((claimed, ContextSource.KindsDefault), Of(Ollama, new ModelFacts("m") { ContextLength = trained }));

    [Fact]
    public void ModelThatOnlyTheConfigurationNames_IsTakenForGivenTheDefaultToo() =>
        Assert.Equal((4096, ContextSource.KindsDefault), Of(Ollama, null));

    [Fact]
    public void BackendThatGivesLess_WithoutAKnownDefault_LeavesItOpen() =>
        Assert.Equal((null, null), Of(Less, new ModelFacts("m") { ContextLength = 32768 }));

    [Fact]
    public void ModelThatIsOnlyPassedOn_HasAllItWasTrainedFor() =>
        Assert.Equal((32768, ContextSource.Trained), Of(Ollama, new ModelFacts("m") { ContextLength = 32768, IsRemote = true }));

    [Fact]
    public void BackendThatGivesAll_IsBelievedTheTraining_AndAfterItTheTable()
    {
        Assert.Equal((32768, ContextSource.Trained), Of(All, new ModelFacts("m") { ContextLength = 32768 }));
        Assert.Equal((131072, ContextSource.CuratedTable), Of(All, new ModelFacts("m")));
        Assert.Equal((131072, ContextSource.CuratedTable), Of(All, null));
    }

    private static (int?, ContextSource?) Of(BackendTraits backend, ModelFacts? facts, int? said = null)
    {
        var name = ModelName.Parse("m");
        var card = ModelCards.Merge(name, Table.Find(name), backend, facts, new OperatorFacts(ContextLength: said));
        return (card.ContextLength, card.ContextSource);
    }
}
