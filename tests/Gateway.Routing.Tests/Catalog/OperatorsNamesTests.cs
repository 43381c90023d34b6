using Gateway.Routing.Catalog;
using Gateway.Routing.Models;
using Gateway.Routing.Names;
using Gateway.Routing.Routes;
using Gateway.Routing.Tests.Routes;

namespace Gateway.Routing.Tests.Catalog;

/// <summary>The operator may write a model's name as clients do: without the tag latest, by an alias, behind its backend's name.</summary>
public class OperatorsNamesTests
{
    private static readonly BackendHoldings Ollama = With(
        World.Own("own", World.Model("stella:latest"), World.Model("qwen:7b"), World.Model("hub:5000/x:latest")), hasTags: true);

    private static readonly BackendHoldings Server = World.Own(
        "server", World.Model("m.gguf") with { Aliases = ["fast", "small"] }, World.Model("stella"));

    [Theory]
    [InlineData("stella", null, "own/stella:latest,server/stella")]
    [InlineData("STELLA", "Own", "own/stella:latest")]
    [InlineData("stella:latest", null, "own/stella:latest")]
    [InlineData("own/stella", null, "own/stella:latest")]
    [InlineData("OWN/stella:latest", null, "own/stella:latest")]
    [InlineData("server/stella", null, "server/stella")]
    [InlineData("hub:5000/x", null, "own/hub:5000/x:latest")]
    [InlineData("Fast", null, "server/m.gguf")]
    [InlineData("server/small", null, "server/m.gguf")]
    [InlineData("fast", "own", "")]
    [InlineData("qwen", null, "")]
    [InlineData("own/stella", "server", "")]
    public void Entry_HoldsForTheModelsThatAClientWouldReachByItsName(string written, string? backend, string models)
    {
        var table = World.Table([Ollama, Server], overrides: [new ModelOverride(backend, written, new OperatorFacts(ContextLength: 777))]);
        var found = table.Match("auto")!.Candidates.Where(c => c.Card.ContextLength == 777).Select(c => c.ToString());
        Assert.Equal(models, string.Join(',', found));
    }

    [Theory]
    [InlineData("own", "stella", "own/stella:latest")]
    [InlineData("own", "hub:5000/x", "own/hub:5000/x:latest")]
    [InlineData("server", "FAST", "server/m.gguf")]
    [InlineData("server", "small", "server/m.gguf")]
    public void Candidate_OfARoute_IsTheModelThatItsNameMeans(string backend, string model, string meant)
    {
        var table = World.Table([Ollama, Server], [World.Route("Fix", (backend, model))]);
        Assert.Equal(meant, table.Choose("Fix"));
        Assert.Equal(meant, table.Choose($"{backend}/{model}"));
    }

    [Theory]
    [InlineData("fast", "server/m.gguf")]
    [InlineData("SMALL", "server/m.gguf")]
    [InlineData("stella", "server/stella")]
    [InlineData("server/fast:local", "server/m.gguf")]
    public void Alias_IsAName_ThatHidesNoModel(string name, string meant) =>
        Assert.Equal(meant, World.Table([Ollama, Server]).Choose(name));

    [Fact]
    public void Alias_IsNotListed_AndTakesOverNothing()
    {
        var sly = World.Own("sly", World.Model("other") with { Aliases = ["Coder:local", "own/stella", "Chat", "qwen:7b"] });
        var table = World.Table([Ollama, sly]);
        Assert.DoesNotContain("Coder:local", table.Listed.Select(r => r.Name));
        Assert.NotEqual("sly/other", table.Choose("Coder:local"));
        Assert.Equal("own/stella:latest", table.Choose("own/stella"));
        Assert.Equal(RouteKind.Tag, table.Match("Chat")!.Kind);
        Assert.Equal("own/qwen:7b", table.Choose("qwen:7b"));
    }

    [Fact]
    public void TagLatest_IsAPartOfTheName_WhereTheBackendDoesNotImplyIt()
    {
        var table = World.Table([World.Own("server", World.Model("qwen3:latest"))]);
        Assert.Equal("server/qwen3:latest", table.Choose("qwen3:latest"));
        Assert.Null(table.Match("qwen3"));
        Assert.False(table.Match("server/qwen3")!.Candidates[0].Card.IsListed);
    }

    [Fact]
    public void Alias_OfSeveralMachinesModels_LeadsToAllOfThem()
    {
        var table = World.Table(
        [
            World.Own("one", World.Model("a.gguf") with { Aliases = ["fast", "mine"] }),
            World.Own("two", World.Model("b.gguf") with { Aliases = ["Fast"] }),
        ]);
        Assert.Equal(["one/a.gguf", "two/b.gguf"], table.Match("fast")!.Candidates.Select(c => c.ToString()));
        Assert.Equal("a.gguf", table.Match("mine")!.Name);
        Assert.DoesNotContain("fast", table.Listed.Select(r => r.Name));
    }

    [Fact]
    public void ModelThatCouldNotBeLoaded_IsNoCandidate_AndSaysSo()
    {
        var table = World.Table([World.Own("router", World.Model("broken") with { HasFailed = true }, World.Model("good"))]);
        Assert.Equal("router/good", table.Choose("Chat"));
        Assert.Equal("", table.Choose("broken"));
        Assert.Equal("", table.Choose("router/broken"));
        Assert.Contains(
            "router/broken could not be loaded when it was tried last, router says", table.Explain("broken").Summary,
            StringComparison.Ordinal);
        Assert.DoesNotContain("broken", table.Listed.Select(r => r.Name));
    }

    private static BackendHoldings With(BackendHoldings holdings, bool hasTags) =>
        holdings with { Traits = holdings.Traits with { HasImplicitTag = hasTags } };
}
