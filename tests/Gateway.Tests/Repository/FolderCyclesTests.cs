namespace Gateway.Tests.Repository;

/// <summary>Needs go one way, at every depth: who changes one of two neighbours has to know one of them and not both.</summary>
public sealed class FolderCyclesTests
{
    private static readonly FolderGraph s_graph = new("src");

    [Fact]
    public void Neighbours_NeedEachOtherOneWay() => Assert.Empty(s_graph.Cycles());

    [Fact]
    public void Needs_AreSeen_WhereverTheyStand()
    {
        Assert.Contains(s_graph.Needs(""), static n => n is { From: "Gateway.Ledger", To: "Gateway.Wire" });
        Assert.Contains(s_graph.Needs("Gateway"), static n => n is { From: "Pipeline", To: "Attempts" });
        Assert.Contains(s_graph.Needs("Gateway.Ledger"), static n => n is { From: "Queries", To: "Store" });
        // Those of a folder around them too.
        Assert.Contains(s_graph.Needs("Gateway.Ledger/Store"), static n => n is { From: "Migrations", To: FolderGraph.Own });
    }
}
