using Gateway.Routing.Catalog;
using Gateway.Routing.Explanations;
using Gateway.Routing.Models;
using Gateway.Routing.Routes;

namespace Gateway.Routing.Tests.Routes;

public class ChoiceByTypeTests
{
    private static readonly Purpose Vectors = new(OperationKind.Embedding, ModelType.Embedding, "embeddings") { IsOfOneModel = true };

    private static readonly BackendHoldings[] Backends =
    [
        World.Own(
            "own", World.Model("qwen3:8b", "completion tools"), World.Model("bge-m3:latest", "embedding", 8_192, warm: false),
            World.Model("nomic-embed-text", "embedding", 2_048, warm: true)),
        World.Cloud("cloud", World.Model("BAAI/bge-m3", null, 8_192), World.Model("Qwen/Qwen3-8B", null)),
    ];

    private static readonly RouteTable Table = World.Table(
        Backends,
        [World.Route("Search", ("own", "nomic-embed-text"), ("cloud", "BAAI/bge-m3")),
        World.Route("Mixed", ("own", "qwen3:8b"), ("own", "bge-m3:latest"))]);

    [Theory]
    [InlineData("Embedding", "own/bge-m3:latest, cloud/BAAI/bge-m3")]
    [InlineData("嵌入", "own/bge-m3:latest, cloud/BAAI/bge-m3")]
    [InlineData("auto", "own/bge-m3:latest, cloud/BAAI/bge-m3")]
    [InlineData("auto:cloud", "cloud/BAAI/bge-m3")]
    [InlineData("Embedding:local", "own/bge-m3:latest")]
    [InlineData("bge-m3:latest", "own/bge-m3:latest")]
    [InlineData("cloud/BAAI/bge-m3", "cloud/BAAI/bge-m3")]
    [InlineData("Search", "own/nomic-embed-text, cloud/BAAI/bge-m3")]
    [InlineData("Mixed", "own/bge-m3:latest")]
    [InlineData("qwen3:8b", "")]
    [InlineData("Coder", "")]
    public void Name_AskedForVectors_MeansModelsThatMakeThem(string name, string expected) => Assert.Equal(expected, Choose(Table, name));

    // Vectors of two models cannot be compared: a name that lists no models means one, whatever is loaded at the moment.
    [Fact]
    public void Type_MeansOneModel_AndTheExplanationSaysSo()
    {
        var explained = Explainer.Explain(Table.Match("Embedding")!, new Needs(Demand.None) { Purpose = Vectors }, null, new Random(1));
        Assert.Contains(
            explained.Candidates, c => c is { Verdict: Verdict.OtherModel, Order: 0 } && c.Candidate.Model == "nomic-embed-text");
    }

    [Fact]
    public void ChatModel_AskedForVectors_IsRefusedWithWhoCould()
    {
        var needs = new Needs(Demand.None) { Purpose = Vectors };
        Shortlist list = default;
        var selection = Selector.Select(Table.Match("qwen3:8b")!, needs, null, new Random(1), ref list);
        var refusal = Explainer.WhyNone(selection, needs);
        Assert.Equal(RefusalKind.NoCapableModel, refusal.Kind);
        Assert.Equal(
            "No candidate of 'qwen3:8b' can serve this request: own/qwen3:8b is for chat, not for embeddings. Models that can: "
            + "own/bge-m3:latest, own/nomic-embed-text and cloud/BAAI/bge-m3.",
            refusal.Message);
    }

    [Fact]
    public void VectorModel_AskedToChat_IsRefusedAsBefore()
    {
        Shortlist list = default;
        var selection = Selector.Select(Table.Match("bge-m3:latest")!, new Needs(Demand.None), null, new Random(1), ref list);
        Assert.Contains(
            "is for embeddings, not for chat", Explainer.WhyNone(selection, new Needs(Demand.None)).Message, StringComparison.Ordinal);
        Assert.Equal("", Table.Choose("Search"));
    }

    [Fact]
    public void BackendWithoutTheOperation_IsNoCandidate_AndTheWordsSayWhy()
    {
        var without = Backends[1] with { Traits = Backends[1].Traits with { Without = OperationSet.Of(OperationKind.Embedding) } };
        var table = World.Table([Backends[0], without]);
        Assert.Equal("own/bge-m3:latest", Choose(table, "Embedding"));
        Assert.Equal("cloud/Qwen/Qwen3-8B", table.Choose("Qwen/Qwen3-8B"));

        var needs = new Needs(Demand.None) { Purpose = Vectors };
        Shortlist list = default;
        var selection = Selector.Select(table.Match("BAAI/bge-m3")!, needs, null, new Random(1), ref list);
        Assert.Contains(
            "cloud/BAAI/bge-m3 is on cloud, whose API has no embeddings", Explainer.WhyNone(selection, needs).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Tokens_GoOnlyWhereTheyAreTaken()
    {
        // Own backends of these tests do not take them, nor does the cloud.
        var taking = Backends[1] with { Traits = Backends[1].Traits with { Takes = Backends[1].Traits.Takes | Demand.Tokens } };
        Assert.Equal("cloud/BAAI/bge-m3", Choose(World.Table([Backends[0], taking]), "Embedding", Demand.Tokens));
        Assert.Equal("", Choose(Table, "Embedding", Demand.Tokens));
    }

    [Fact]
    public void RouteOfVectorModels_IsListed_AsOneOfTheirType()
    {
        var route = Assert.Single(Table.Listed, r => r.Name == "Search");
        Assert.Equal(ModelType.Embedding, route.Type);
    }

    private static string Choose(RouteTable table, string name, Demand demand = Demand.None)
    {
        Shortlist list = default;
        Selector.Select(table.Match(name)!, new Needs(demand) { Purpose = Vectors }, null, new Random(1), ref list);
        return string.Join(", ", Enumerable.Range(0, list.Count).Select(i => list[i].ToString()));
    }
}
