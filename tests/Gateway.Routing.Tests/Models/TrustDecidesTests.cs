using System.Collections.Immutable;
using Gateway.Routing.Models;

namespace Gateway.Routing.Tests.Models;

public class TrustDecidesTests
{
    private static readonly KnownModels Table = KnownModels.Parse("foo\tv\tfoo\t9\t2\t\tVision,Tools,FIM\t1000\t2026-11\tn");

    private static readonly BackendTraits Own = new("b", IsLocal: true);

    [Fact]
    public void Tag_WithManySources_ShowsTheMostTrusted()
    {
        var card = Card("foo-vl-coder:7b", ["completion", "tools"], new OperatorFacts(Tag.Math), Tag.Tools);
        Assert.Equal(Provenance.Operator, card.Tags.Of(Tag.Math));
        Assert.Equal(Provenance.Backend, card.Tags.Of(Tag.Tools));
        Assert.Equal(Provenance.CuratedTable, card.Tags.Of(Tag.Vision));
        Assert.Equal(Provenance.Name, card.Tags.Of(Tag.Coder));
        Assert.Null(card.Tags.Of(Tag.Reasoning));
    }

    [Fact]
    public void Backend_ListingOthersOnly_TakesAwayFromTableAndName()
    {
        var card = Card("foo-vl-thinking-coder", ["completion"]);
        Assert.Equal(Tag.Coder | Tag.Chat, card.Tags.All);
    }

    [Fact]
    public void Backend_Silent_TableAndNameCount() =>
        Assert.Equal(Tag.Coder | Tag.Chat | Tag.Vision | Tag.Tools | Tag.FIM, Card("foo-coder", null).Tags.All);

    [Fact]
    public void Operator_Decides_AgainstAll()
    {
        var card = Card("foo", ["completion", "vision"], new OperatorFacts(Tag.Tools, Tag.Vision, 42));
        Assert.Equal(Tag.Tools | Tag.Chat, card.Tags.All);
        Assert.Equal(42, card.ContextLength);
    }

    [Fact]
    public void FillInTheMiddle_OfACoder_NeedsMoreThanItsName()
    {
        Assert.False(Card("bar-coder", null).Tags.Has(Tag.FIM));
        Assert.False(Card("bar-coder", ["completion", "tools"]).Tags.Has(Tag.FIM));
        Assert.Equal(Provenance.Backend, Card("bar-coder", ["completion", "INSERT"]).Tags.Of(Tag.FIM));
    }

    [Fact]
    public void Table_WithAMinus_TakesAwayFromTheName()
    {
        var name = ModelName.Parse("bar-thinking");
        var card = ModelCards.Merge(name, KnownModels.Parse("bar\t\t\t\t\t\t-Reasoning\t\t2026-11").Find(name), Own, said: null);
        Assert.False(card.Tags.Has(Tag.Reasoning));
    }

    [Fact]
    public void Numbers_OfTheBackend_GoBeforeNameAndTable()
    {
        var name = ModelName.Parse("foo:7b-q4_0");
        var facts = new ModelFacts("foo") { ParameterSize = "7.6B", Quantization = "Q8_0", ContextLength = 5 };
        var card = ModelCards.Merge(name, Table.Find(name), Own, facts);
        Assert.Equal((7.6m, 2m, "Q8_0", 5), (card.Parameters, card.ActiveParameters, card.Quantization, card.ContextLength));
        card = ModelCards.Merge(
            name, Table.Find(name), Own, facts with { ParameterSize = "many", Quantization = "unknown", ContextLength = null });
        Assert.Equal((7m, "Q4_0", 1000), (card.Parameters, card.Quantization, card.ContextLength));
    }

    [Theory]
    [InlineData("foo", true, false, true)]
    [InlineData("foo:cloud", true, false, false)]
    [InlineData("foo:7b-cloud", true, false, false)]
    [InlineData("foo", true, true, false)]
    [InlineData("foo", false, false, false)]
    public void Local_OnlyWhenNothingSpeaksAgainst(string id, bool isLocal, bool isRemote, bool expected) =>
        Assert.Equal(
            expected,
            ModelCards.Merge(
                ModelName.Parse(id), null, new BackendTraits("b", isLocal), new ModelFacts(id) { IsRemote = isRemote }).IsLocal);

    [Theory]
    [InlineData("foo", "embedding", ModelType.Embedding)]
    [InlineData("foo-reranker", "embedding", ModelType.Rerank)]
    [InlineData("foo", "image", ModelType.Image)]
    [InlineData("foo", "completion", ModelType.Chat)]
    public void Type_OfTheBackend_GoesBeforeTheName(string id, string capability, ModelType expected)
    {
        var card = Card(id, [capability]);
        Assert.Equal(expected, card.Type);
        Assert.Equal(expected == ModelType.Chat, card.Tags.All != Tag.None);
    }

    [Theory]
    [InlineData("stella")]
    [InlineData("mochi")]
    [InlineData("my-image-prompt-writer")]
    [InlineData("e500")]
    [InlineData("bge-talk")]
    [InlineData("reranker-chat")]
    [InlineData("whisper-notes")]
    [InlineData("speech-writer")]
    [InlineData("sentence-transformers/chatty")]
    public void Completion_SaidByTheBackend_IsChat_WhateverTheName(string id)
    {
        var card = Card(id, ["completion", "tools"]);
        Assert.Equal((ModelType.Chat, Tag.Chat | Tag.Tools), (card.Type, card.Tags.All));
        // What backends list beside it takes nothing away.
        Assert.Equal(ModelType.Chat, Card(id, ["embedding", "image", "completion"]).Type);
    }

    [Fact]
    public void Words_OfANameThatItsBackendCallsChat_GiveTagsLikeAnyOthers()
    {
        Assert.Equal(Tag.Chat | Tag.Coder, Card("stella-coder", ["completion"]).Tags.All);
        Assert.Equal(Tag.Chat | Tag.Coder, Card("stella-coder", null, new OperatorFacts(Type: ModelType.Chat)).Tags.All);
        Assert.Equal(Tag.None, Card("stella-coder-base", ["completion"]).Tags.All & Tag.Chat);
    }

    [Theory]
    [InlineData("e500", ModelType.Chat)]
    [InlineData("qwen-e50-7b", ModelType.Chat)]
    [InlineData("my-image-prompt-writer", ModelType.Chat)]
    [InlineData("image-captions-7b", ModelType.Chat)]
    [InlineData("e5-base", ModelType.Embedding)]
    [InlineData("multilingual-e5-large-instruct", ModelType.Embedding)]
    [InlineData("qwen-image", ModelType.Image)]
    [InlineData("qwen-image:20b", ModelType.Image)]
    [InlineData("gemini-2.5-flash-image-preview", ModelType.Image)]
    [InlineData("sd3-medium", ModelType.Image)]
    [InlineData("sd3.5-large", ModelType.Image)]
    public void Type_ByTheNameAlone_NeedsTheWholeWord(string id, ModelType expected) => Assert.Equal(expected, Card(id, null).Type);

    [Theory]
    [InlineData("deepseek-r1", "qwen3", true)]
    [InlineData("deepseek-r1", "deepseek2", false)]
    [InlineData("deepseek-r1:latest", "deepseek2", false)]
    [InlineData("deepseek-r1", null, null)]
    public void R1_IsSettledByItsArchitecture(string id, string? family, bool? expected) =>
        Assert.Equal(expected, ModelCards.Merge(ModelName.Parse(id), null, Own, new ModelFacts(id) { Family = family }).IsDistilled);

    private static ModelCard Card(string id, ImmutableArray<string>? capabilities, OperatorFacts? own = null, Tag? judges = null)
    {
        var name = ModelName.Parse(id);
        var facts = new ModelFacts(id) { Capabilities = capabilities };
        return ModelCards.Merge(name, Table.Find(name), Own, judges is { } j ? facts with { Judges = j } : facts, own);
    }
}
