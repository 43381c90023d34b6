namespace Gateway.Tests.Repository;

/// <summary>Inside a folder too, needs go one way: who changes one of two neighbours has to know one of them and not both.</summary>
public sealed class FolderCyclesTests
{
    private static readonly FolderGraph s_host = new("src/Gateway");

    // With why. They can only become fewer.
    private static readonly Dictionary<string, string> s_known = new()
    {
        ["Backends: Discovery, Providers"] = "what probes remember is kept by the backend, and holds what Ollama and llama.cpp said",
    };

    [Fact]
    public void Neighbours_NeedEachOtherOneWay() => Assert.Equal(s_known.Keys, s_host.Cycles(withOwn: false));

    [Fact]
    public void Ledger_HasNoFolderThatNeedsOneThatNeedsIt()
    {
        Assert.DoesNotContain(s_host.Cycles(withOwn: true), static c => c.StartsWith("Ledger", StringComparison.Ordinal));
        // It does see them, those of a folder around them too.
        Assert.Contains(s_host.Needs("Ledger"), static n => n is { From: "Queries", To: "Store" });
        Assert.Contains(s_host.Needs("Ledger/Store"), static n => n is { From: "Migrations", To: FolderGraph.Own });
    }
}
