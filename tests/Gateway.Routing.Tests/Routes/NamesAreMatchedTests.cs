using Gateway.Routing.Models;
using Gateway.Routing.Names;
using Gateway.Routing.Routes;

namespace Gateway.Routing.Tests.Routes;

public class NamesAreMatchedTests
{
    private static readonly RouteTable Table = World.Table(
        [
            World.Own("ollama", World.Model("coder:7b"), World.Model("llama3"), World.Model("shared")),
            World.Cloud("cloud", World.Model("Qwen/Coder"), World.Model("shared"), World.Model("SHARED"), World.Model("bge-m3", null)),
        ],
        [
            World.Route("Coder", ("ollama", "coder:7b"), ("ollama", "gone:7b"), ("Cloud", "Qwen/Coder")) with { Aliases = ["编码"] },
            World.Route("Fast", ("ollama", "gone:7b"), ("nowhere", "x")) with { Aliases = ["llama3", "talk"] },
            World.Route("llama3", ("cloud", "Qwen/Coder")),
        ]);

    [Theory]
    [InlineData("Coder", RouteKind.Tag, "ollama/coder:7b, ollama/gone:7b, cloud/Qwen/Coder")]
    [InlineData("cODER", RouteKind.Tag, "ollama/coder:7b, ollama/gone:7b, cloud/Qwen/Coder")]
    [InlineData("编码", RouteKind.Tag, "ollama/coder:7b, ollama/gone:7b, cloud/Qwen/Coder")]
    [InlineData("编程", RouteKind.Tag, "ollama/coder:7b, ollama/gone:7b, cloud/Qwen/Coder")]
    [InlineData("TALK", RouteKind.Tag, "ollama/gone:7b")]
    [InlineData("llama3", RouteKind.Tag, "ollama/gone:7b")]
    [InlineData("coder:7b", RouteKind.Model, "ollama/coder:7b")]
    [InlineData("QWEN/coder", RouteKind.Model, "cloud/Qwen/Coder")]
    [InlineData("shared", RouteKind.Model, "ollama/shared, cloud/shared")]
    [InlineData("shared:cloud", RouteKind.Model, "ollama/shared, cloud/shared")]
    [InlineData("ollama/llama3", RouteKind.ModelOnBackend, "ollama/llama3")]
    [InlineData("OLLAMA/Never-Pulled:1b", RouteKind.ModelOnBackend, "ollama/Never-Pulled:1b")]
    [InlineData("cloud/Qwen/Coder", RouteKind.ModelOnBackend, "cloud/Qwen/Coder")]
    [InlineData("Embedding", RouteKind.Type, "cloud/bge-m3")]
    [InlineData("嵌入", RouteKind.Type, "cloud/bge-m3")]
    [InlineData("auto", RouteKind.Auto, "ollama/coder:7b, ollama/llama3, ollama/shared, cloud/Qwen/Coder, cloud/shared")]
    public void Name_OfAnyKind_LeadsToItsCandidates(string name, RouteKind kind, string candidates)
    {
        var route = Table.Match(name);
        Assert.Equal(kind, route?.Kind);
        Assert.Equal(candidates, string.Join(", ", route!.Candidates.Select(c => c.ToString())));
    }

    [Theory]
    [InlineData("unknown")]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("ollama/")]
    [InlineData("/llama3")]
    [InlineData("nowhere/x")]
    [InlineData("gone:7b ")]
    [InlineData("Coder+")]
    [InlineData("+Coder")]
    [InlineData("Coder+shared")]
    [InlineData("Coder:local:cloud")]
    [InlineData("cloud/shared:cloud:local")]
    [InlineData("Coder:lokal")]
    [InlineData("Coder@8b")]
    [InlineData(":local")]
    [InlineData("@8b-")]
    public void Name_NobodyAnswersTo_IsNone(string name) => Assert.Null(Table.Match(name));

    [Theory]
    [InlineData("Coder:local", "own/x-coder")]
    [InlineData("Coder@8b-", "relay/Coder@8b-")]
    [InlineData("Coder@7b-", "")]
    [InlineData("Coder+Vision", "")]
    [InlineData("auto:local", "own/x-coder")]
    [InlineData("own/x-coder", "own/x-coder")]
    [InlineData("relay/own/x-coder", "relay/own/x-coder")]
    [InlineData("relay/Coder:local", "relay/Coder:local")]
    public void ModelId_ThatReadsAsSomethingElse_TakesNothingOver(string name, string candidates)
    {
        var table = World.Table(
        [
            World.Own("own", World.Model("x-coder")),
            World.Cloud(
                "relay", World.Model("Coder:local"), World.Model("Coder@8b-"), World.Model("Coder+Vision"), World.Model("auto:local"),
                World.Model("own/x-coder")),
        ]);
        Assert.Equal(candidates, table.Choose(name));
    }

    [Theory]
    [InlineData("cloud/Fix", true)]
    [InlineData("cloud/Coder", true)]
    [InlineData("cloud/编程:local", true)]
    [InlineData("cloud/Fix+Coder", true)]
    [InlineData("cloud/own/x-coder", true)]
    [InlineData("cloud/own/Fix", true)]
    [InlineData("cloud/%46ix ", true)]
    [InlineData("own/Chat", false)]
    [InlineData("cloud/x-coder", false)]
    [InlineData("cloud/Math", false)]
    [InlineData("cloud/unlisted", false)]
    public void NameHere_BehindABackend_IsNoModelThere_UnlessItSaysSo(string name, bool isNone)
    {
        var table = World.Table(
            [World.Own("own", World.Model("x-coder")), World.Cloud("cloud", World.Model("Math"))],
            [World.Route("Fix", ("own", "x-coder"), ("own", "Chat"))]);
        Assert.Equal(isNone, table.Match(name) is null);
    }

    [Theory]
    [InlineData("auto", "自动")]
    [InlineData("自动", "auto")]
    [InlineData("Embedding", "向量")]
    [InlineData("嵌入", "Embedding")]
    public void OperatorsRoute_IsHisByAllNamesOfWhatHeNamed(string defined, string asked)
    {
        var table = World.Table([World.Own("own", World.Model("m"))], [World.Route(defined, ("own", "m")) with { LocalOnly = true }]);
        Assert.True(table.Match(asked)!.IsLocalOnly);
        Assert.Single(table.Listed, r => r.Name == defined);
        Assert.DoesNotContain(table.Listed, r => r.Name == asked);
    }

    [Fact]
    public void OperatorsList_UnderATagsName_IsHisWordForTheTag()
    {
        var table = World.Table(
            [World.Own("ollama", World.Model("plain:7b"))],
            [World.Route("Vision", ("ollama", "plain:7b"))],
            overrides: [new("ollama", "plain:7b", new OperatorFacts(Tag.Vision))]);
        Assert.Equal(Provenance.Operator, table.Find("plain:7b").Card.Tags.Of(Tag.Vision));
        Assert.Equal("ollama/plain:7b", table.Choose("Vision", Demand.Vision));
    }

    [Fact]
    public void Candidates_NoneHeld_AllStay() => Assert.Equal("ollama/gone:7b", Table.Choose("Fast"));

    [Fact]
    public void Candidates_NotHeld_ArePassedOver() => Assert.Equal("ollama/coder:7b, cloud/Qwen/Coder", Table.Choose("Coder"));

    [Fact]
    public void Candidates_ListUnknownYet_CountAsHeld()
    {
        var table = World.Table([World.Cloud("b") with { Models = null }], [World.Route("A", ("b", "m"))]);
        Assert.Equal("b/m", table.Choose("a"));
        Assert.Equal(RouteKind.Model, table.Match("m")!.Kind);
    }

    [Fact]
    public void List_OfNames_IsTheOperatorsThenTagsThenModelsWithoutAliases() =>
        Assert.Equal(
            ["Coder", "Fast", "auto", "Chat", "Embedding", "bge-m3", "coder:7b", "Qwen/Coder", "shared"],
            Table.Listed.Select(r => r.Name));

    [Theory]
    [InlineData("Coder:lokal", NameFaultKind.UnknownWish, "lokal", "local")]
    [InlineData("编程:本地", NameFaultKind.UnknownWish, "本地", "")]
    [InlineData("Coder:cloud:local", NameFaultKind.Contradiction, "Coder:cloud:local", "")]
    [InlineData("command-r+", NameFaultKind.UnknownName, "command-r+", "")]
    [InlineData("Coder+Vision:loca", NameFaultKind.UnknownWish, "loca", "local")]
    [InlineData("auto:7b", NameFaultKind.UnknownWish, "7b", "")]
    [InlineData("Coder@big", NameFaultKind.NoSize, "big", "")]
    [InlineData("Coder@8b:local", NameFaultKind.NoSize, "8b", "")]
    [InlineData("Coder+Visoin", NameFaultKind.UnknownTag, "Visoin", "Vision")]
    [InlineData("Codr", NameFaultKind.UnknownName, "Codr", "Coder")]
    [InlineData("Codr:local", NameFaultKind.UnknownName, "Codr:local", "Coder")]
    [InlineData("coder:8b", NameFaultKind.UnknownWish, "8b", "")]
    [InlineData("shared:9b", NameFaultKind.UnknownName, "shared:9b", "shared")]
    public void Name_ThatMeansNothing_IsToldWhatIsWrong(string name, NameFaultKind kind, string part, string nearest)
    {
        Assert.Null(Table.Match(name));
        var fault = NameFault.Of(name, Table);
        Assert.Equal((kind, part, nearest), (fault.Kind, fault.Part, fault.Nearest is [var first, ..] ? first : ""));
    }

    [Theory]
    [InlineData("Coder")]
    [InlineData("编码")]
    [InlineData("qwen/coder")]
    [InlineData("Coder:local@8b-")]
    [InlineData("no-such-name")]
    public void Match_OfANameSeenBefore_AllocatesNothing(string name)
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
