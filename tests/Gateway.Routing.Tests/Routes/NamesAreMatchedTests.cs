using Gateway.Routing.Routes;

namespace Gateway.Routing.Tests.Routes;

public class NamesAreMatchedTests
{
    private static readonly RouteTable Table = RouteTable.Build(
        [
            new RouteDefinition("Coder", ["编程"], [new Candidate("ollama", "coder:7b"), new Candidate("ollama", "gone:7b"), new Candidate("Cloud", "Qwen/Coder")]),
            new RouteDefinition("Chat", ["Coder", "talk"], [new Candidate("ollama", "gone:7b"), new Candidate("nowhere", "x")]),
            new RouteDefinition("llama3", [], [new Candidate("cloud", "Qwen/Coder")]),
        ],
        [new BackendModels("ollama", ["coder:7b", "llama3", "shared"]), new BackendModels("cloud", ["Qwen/Coder", "shared", "SHARED"])]);

    [Theory]
    [InlineData("Coder", RouteKind.Tag, "ollama coder:7b, Cloud Qwen/Coder")]
    [InlineData("cODER", RouteKind.Tag, "ollama coder:7b, Cloud Qwen/Coder")]
    [InlineData("编程", RouteKind.Alias, "ollama coder:7b, Cloud Qwen/Coder")]
    [InlineData("TALK", RouteKind.Alias, "ollama gone:7b")]
    [InlineData("llama3", RouteKind.Tag, "cloud Qwen/Coder")]
    [InlineData("coder:7b", RouteKind.Model, "ollama coder:7b")]
    [InlineData("QWEN/coder", RouteKind.Model, "Cloud Qwen/Coder")]
    [InlineData("shared", RouteKind.Model, "ollama shared, cloud shared")]
    [InlineData("ollama/llama3", RouteKind.ModelOnBackend, "ollama llama3")]
    [InlineData("OLLAMA/Never-Pulled:1b", RouteKind.ModelOnBackend, "ollama Never-Pulled:1b")]
    [InlineData("cloud/Qwen/Coder", RouteKind.ModelOnBackend, "cloud Qwen/Coder")]
    public void Name_OfAnyKind_LeadsToItsCandidates(string name, RouteKind kind, string candidates)
    {
        var route = Table.Match(name);
        Assert.Equal(kind, route?.Kind);
        Assert.Equal(candidates, string.Join(", ", route!.Candidates.Select(c => $"{c.Backend} {c.Model}")));
    }

    [Theory]
    [InlineData("unknown")]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("ollama/")]
    [InlineData("/llama3")]
    [InlineData("nowhere/x")]
    [InlineData("gone:7b ")]
    public void Name_NobodyAnswersTo_IsNone(string name) => Assert.Null(Table.Match(name));

    [Fact]
    public void Candidates_NoneHeld_AllStay() =>
        Assert.Equal([new Candidate("ollama", "gone:7b")], Table.Match("Chat")!.Candidates);

    [Fact]
    public void Candidates_ListUnknownYet_CountAsHeld()
    {
        var table = RouteTable.Build([new RouteDefinition("A", [], [new Candidate("b", "m")])], [new BackendModels("b", null)]);
        Assert.Equal([new Candidate("b", "m")], table.Match("a")!.Candidates);
        Assert.Equal(RouteKind.Model, table.Match("m")!.Kind);
    }

    [Fact]
    public void List_OfNames_IsTagsThenModelsWithoutAliases() =>
        Assert.Equal(["Chat", "Coder", "llama3", "coder:7b", "Qwen/Coder", "shared"], Table.Listed.Select(r => r.Name));

    [Theory]
    [InlineData("Coder")]
    [InlineData("编程")]
    [InlineData("qwen/coder")]
    public void Match_OfAKnownName_AllocatesNothing(string name)
    {
        for (var i = 0; i < 100; i++)
        {
            Table.Match(name);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            Table.Match(name);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
