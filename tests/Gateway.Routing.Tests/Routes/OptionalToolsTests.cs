using Gateway.Routing.Candidates;
using Gateway.Routing.Catalog;
using Gateway.Routing.Explanations;
using Gateway.Routing.Models;
using Gateway.Routing.Names;
using Gateway.Routing.Routes;

namespace Gateway.Routing.Tests.Routes;

/// <summary>Optional tools decide only among equal candidates, and never lead a request elsewhere.</summary>
public class OptionalToolsTests
{
    private const int Tools = 6_000;
    private const int Prompt = 6_100;

    // Anew for each test: how a backend fares stays with it.
    private static BackendHoldings[] Backends() =>
    [
        World.Own(
            "own",
            World.Model("small-coder:7b", "completion tools", 4_096, warm: true),
            World.Model("plain:7b", "completion", 32_768, warm: true),
            World.Model("seer:7b", "completion vision", 32_768, warm: true)),
        World.Cloud(
            "cloud", World.Model("big-coder", "completion tools vision", 131_072), World.Model("plain-cloud", "completion", 131_072)),
    ];

    [Theory]
    // Nobody leaves home, or the own candidates of a name, for tools that nobody asked for.
    [InlineData("Coder", Demand.Tools, "own/small-coder:7b", true)]
    [InlineData("plain:7b", Demand.Tools, "own/plain:7b", true)]
    [InlineData("Vision", Demand.Tools | Demand.Vision, "own/seer:7b", true)]
    [InlineData("Listed", Demand.Tools, "own/plain:7b", true)]
    [InlineData("Coder:local", Demand.Tools, "own/small-coder:7b", true)]
    // Among equals, who can call them goes first.
    [InlineData("TwoClouds", Demand.Tools, "cloud/big-coder", false)]
    [InlineData("Coder:cloud", Demand.Tools, "cloud/big-coder", false)]
    [InlineData("big-coder", Demand.Tools, "cloud/big-coder", false)]
    // The operator's order holds where own machines stand behind.
    [InlineData("CloudFirst", Demand.Tools, "cloud/big-coder", false)]
    public void OptionalTools_ChooseAmongEquals(string name, Demand demand, string first, bool areLeftOut)
    {
        var (selection, chosen, needs) = Select(name, demand);
        Assert.True(selection.IsFound);
        Assert.Equal(first, chosen[0].ToString());
        Assert.Equal(areLeftOut, Selector.LeavesToolsOut(chosen[0], selection, needs));
        Assert.Equal(Stage.Own, selection.Stage);
    }

    [Fact]
    public void CandidateBehind_WithRoomForTheTools_IsSentThem()
    {
        var (selection, chosen, needs) = Select("Listed", Demand.Tools);
        Assert.Equal("cloud/big-coder", chosen[1].ToString());
        Assert.False(Selector.LeavesToolsOut(chosen[1], selection, needs));
        Assert.Equal(100, Selector.SentTo(chosen[0], selection, needs).PromptTokens);
        Assert.Equal(Prompt, Selector.SentTo(chosen[1], selection, needs).PromptTokens);
    }

    [Fact]
    public void MachineThatIsDown_IsNotBroughtBackByTools()
    {
        var table = Table();
        table.Find("small-coder:7b").Load.IsDown = true;
        var (selection, chosen, needs) = Select("Coder", Demand.Tools, table);
        Assert.Equal("cloud/big-coder", chosen[0].ToString());
        Assert.False(Selector.LeavesToolsOut(chosen[0], selection, needs));
        Assert.Equal(
            "cloud/big-coder answers for 'Coder': own machines first, but own/small-coder:7b is tried last: nothing answers there at "
            + "present.",
            Explainer.WorthTelling(table.Match("Coder")!, selection, needs, chosen[0]));
    }

    [Theory]
    [InlineData(Policy.Weighted)]
    [InlineData(Policy.Fastest)]
    [InlineData(Policy.LeastBusy)]
    [InlineData(Policy.Cheapest)]
    public void Order_ThatTheMomentDecides_LosesNoToolsByIt(Policy policy)
    {
        var table = World.Table(
            [World.Own("own", World.Model("a-coder", "completion tools", 32_768)),
            World.Cloud("cloud", World.Model("b-coder", "completion tools", 32_768))],
            [World.Route("Team", ("own", "a-coder"), ("cloud", "b-coder")) with { Policy = policy }]);
        for (var i = 0; i < 50; i++)
        {
            var (selection, chosen, needs) = Select("Team", Demand.Tools, table, seed: i);
            Assert.False(Selector.LeavesToolsOut(chosen[0], selection, needs));
        }
    }

    [Fact]
    public void Tools_ThatAreNotOptional_AreNeverLeftOut()
    {
        foreach (var name in new[] { "Coder", "plain:7b", "Vision", "Listed" })
        {
            var (selection, chosen, needs) = Select(name, Demand.Tools, isOptional: false);
            Assert.All(chosen, c => Assert.False(Selector.LeavesToolsOut(c, selection, needs)));
            Assert.DoesNotContain(chosen, c => c.ToString() == "own/plain:7b");
        }
    }

    // Six thousand tokens by their length may be four thousand in truth; who counts them can tell.
    [Theory]
    [InlineData(null, true)]
    [InlineData(4_500L, true)]
    [InlineData(4_000L, false)]
    public void ToolsThatMayFit_AreSentWhereACountSaysThatTheyDo(long? counted, bool areLeftOut)
    {
        var table = Table();
        var own = table.Find("small-coder:7b");
        var needs = new Needs(Demand.Tools, Prompt)
        {
            ToolTokens = Tools,
            ToolsAreOptional = true,
            Counts = counted is { } tokens ? new PromptCounts([(own, tokens)]) : null,
        };
        Shortlist list = default;
        var selection = Selector.Select(table.Match("Coder")!, needs, null, new Random(1), ref list);
        Assert.Equal(
            (own, areLeftOut, counted is null), (list[0], Selector.LeavesToolsOut(list[0], selection, needs), selection.IsInDoubt));
    }

    [Fact]
    public void Words_SayWhatWasLeftOutAndWhy()
    {
        var table = Table();
        Assert.Equal(
            "own/small-coder:7b answers for 'Coder': own machines first, warm models before cold ones. It is sent none of the 36 tools "
            + "that the client sends: it takes 4,096 tokens, and with them the prompt would have about 6,100 tokens (about 6,000 of "
            + "them are the 36 tools that the client sends) (2,135 to 7,625, by its text alone).",
            Explain(table, "Coder").Summary);
        var plain = Explain(table, "plain:7b");
        Assert.EndsWith(
            "It is sent none of the 36 tools that the client sends, since it is not known to call any.", plain.Summary,
            StringComparison.Ordinal);
        Assert.EndsWith("; without the tools", plain.Candidates[0].Reason, StringComparison.Ordinal);
        Assert.Equal(Verdict.Able, plain.Candidates[0].Verdict);
    }

    [Fact]
    public void Choosing_AllocatesNothing()
    {
        var table = Table();
        var needs = Needs(Demand.Tools, isOptional: true);
        var route = table.Match("Coder")!;
        var random = new Random(1);
        Shortlist list = default;
        Selector.Select(route, needs, null, random, ref list);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            Selector.Select(route, needs, null, random, ref list);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static Explanation Explain(RouteTable table, string name) =>
        Explainer.Explain(table.Match(name)!, Needs(Demand.Tools, isOptional: true), null, new Random(1));

    private static Needs Needs(Demand demand, bool isOptional) =>
        new(demand, Prompt) { FixedTokens = Prompt, ToolTokens = Tools, ToolCount = 36, ToolsAreOptional = isOptional };

    private static (Routing.Routes.Selection Selection, List<Candidate> Chosen, Needs Needs) Select(
        string name, Demand demand, RouteTable? table = null, bool isOptional = true, int seed = 1)
    {
        var needs = Needs(demand, isOptional);
        Shortlist list = default;
        var selection = Selector.Select((table ?? Table()).Match(name)!, needs, null, new Random(seed), ref list);
        List<Candidate> chosen = [];
        for (var i = 0; i < list.Count; i++)
        {
            chosen.Add(list[i]);
        }

        return (selection, chosen, needs);
    }

    private static RouteTable Table() => World.Table(
        Backends(),
        [
            World.Route("Listed", ("own", "plain:7b"), ("cloud", "big-coder")),
            World.Route("CloudFirst", ("cloud", "big-coder"), ("own", "plain:7b")),
            World.Route("TwoClouds", ("cloud", "plain-cloud"), ("cloud", "big-coder")),
        ]);
}
