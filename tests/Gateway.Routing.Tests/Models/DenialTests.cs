using System.Collections.Immutable;
using Gateway.Routing.Models;

namespace Gateway.Routing.Tests.Models;

/// <summary>Requests must not go to a model known to lack something. That differs from a model that is only not known to have it.</summary>
public class DenialTests
{
    [Theory]
    [InlineData("deepseek-ai/DeepSeek-V3", Tag.Vision | Tag.Audio, Tag.Tools | Tag.FIM)]
    [InlineData("qwen2.5:7b", Tag.Vision | Tag.Audio | Tag.FIM, Tag.Tools)]
    [InlineData("deepseek-r1:7b", Tag.Vision | Tag.Audio, Tag.Tools | Tag.FIM)]
    [InlineData("qwen2.5-coder:7b", Tag.Vision | Tag.Audio, Tag.Tools | Tag.FIM)]
    [InlineData("phi4:14b", Tag.Vision | Tag.Audio, Tag.Tools | Tag.FIM)]
    [InlineData("gemma3n:e4b", Tag.FIM, Tag.Vision | Tag.Audio | Tag.Tools)]
    [InlineData("gpt-4o-audio-preview", Tag.Vision | Tag.FIM, Tag.Audio | Tag.Tools)]
    [InlineData("Qwen/Qwen3-8B-Base", Tag.Tools | Tag.Reasoning | Tag.Vision, Tag.Chat)]
    public void KnownModel_IsDenied_WhatItLacksAndNoMore(string id, Tag denied, Tag not)
    {
        var tags = ModelNameRows.Card(id).Tags;
        Assert.Equal(denied, tags.Denied & denied);
        Assert.Equal(Tag.None, tags.Denied & not);
        Assert.Equal(Tag.None, tags.Denied & tags.All);
    }

    [Fact]
    public void KnownTextModel_LacksTheDemandOfVision()
    {
        Assert.True(ModelNameRows.Card("deepseek-ai/DeepSeek-V3").Lacks.HasFlag(Demand.Vision));
        Assert.False(ModelNameRows.Card("Qwen/Qwen3-VL-8B-Instruct").Lacks.HasFlag(Demand.Vision));
    }

    [Theory]
    [InlineData("nobody-knows-this:7b")]
    [InlineData("someone/new-coder-vl-thinking")]
    [InlineData("")]
    public void UnknownName_DeniesNothing(string id)
    {
        var card = ModelNameRows.Card(id);
        Assert.Equal(Tag.None, card.Tags.Denied);
        Assert.Equal(Demand.FIM | Demand.Infill, card.Lacks);
    }

    [Fact]
    public void BackendsList_DeniesWhatItJudges_AndNoMore()
    {
        var tags = Tags("nobody-knows-this", ["completion", "tools"], Tag.Vision | Tag.Tools);
        Assert.Equal((Tag.Tools, Tag.Vision), (tags.Backend, tags.Denied));
        Assert.Equal(Tag.None, Tags("nobody-knows-this", null, Tag.Vision).Denied);
    }

    [Fact]
    public void BackendsList_GoesBeforeTheTable()
    {
        Assert.True(Tags("deepseek-v3", ["completion", "vision"], Tag.Vision).Has(Tag.Vision));
        Assert.True(Tags("gemma3:4b", ["completion"], Tag.Vision).Denied.HasFlag(Tag.Vision));
    }

    [Fact]
    public void Operator_Overrides_BackendAndTable()
    {
        var tags = Tags("deepseek-v3", ["completion"], Tag.Vision | Tag.Tools, new OperatorFacts(Tag.Vision | Tag.Tools, Tag.FIM));
        Assert.True(tags.Has(Tag.Vision | Tag.Tools));
        Assert.Equal(Tag.FIM, tags.Denied & (Tag.Vision | Tag.Tools | Tag.FIM));
    }

    [Theory]
    [InlineData("Tools", Tag.Tools, Tag.Vision | Tag.Audio | Tag.FIM | Tag.Reasoning)]
    [InlineData("Tools?", Tag.None, Tag.Vision | Tag.Audio | Tag.FIM | Tag.Reasoning)]
    [InlineData("FIM,Tools?,Vision?", Tag.FIM, Tag.Audio | Tag.Reasoning)]
    [InlineData("-Tools", Tag.None, Tag.Vision | Tag.Audio | Tag.FIM | Tag.Tools | Tag.Reasoning)]
    [InlineData("", Tag.None, Tag.Vision | Tag.Audio)]
    public void TagsOfARow_AreHadLackedOrOpen(string cell, Tag had, Tag denied)
    {
        var name = ModelName.Parse("foo");
        var known = KnownModels.Parse($"foo\t\t\t\t\t\t{cell}\t\t2026-11").Find(name);
        var tags = ModelCards.Merge(name, known, new BackendTraits("b", IsLocal: true), said: null).Tags;
        Assert.Equal((had, denied), (tags.CuratedTable, tags.Denied));
    }

    [Fact]
    public void OpenTag_OfTheCloserRow_HidesTheOther()
    {
        var name = ModelName.Parse("foo:big");
        var known = KnownModels.Parse("foo\t\t\t\t\t\tTools\t\t2026-11\nfoo big\t\t\t\t\t\tTools?\t\t2026-11").Find(name);
        Assert.Equal((Tag.None, Tag.Tools), (known!.Tags, known.OpenTags));
    }

    private static CardTags Tags(string id, ImmutableArray<string>? capabilities, Tag judges, OperatorFacts? own = null)
    {
        var name = ModelName.Parse(id);
        var facts = new ModelFacts(id) { Capabilities = capabilities, Judges = judges };
        return ModelCards.Merge(name, ModelNameRows.Known.Find(name), new BackendTraits("b", IsLocal: true), facts, own).Tags;
    }
}
