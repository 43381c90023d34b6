using Gateway.Routing.Candidates;
using Gateway.Routing.Catalog;
using Gateway.Routing.Models;
using Gateway.Routing.Names;
using Gateway.Routing.Routes;

namespace Gateway.Routing.Tests.Routes;

public class OrderTests
{
    private static readonly PriceTable Prices = PriceTable.Parse(
        """
        test	cheap-coder	tokens	0					CNY	1	2				unknown	2026-11-01
        test	dear-coder	tokens	0					CNY	10	20				unknown	2026-11-01
        test	stepped-coder	tokens	0					CNY	0.5	1				unknown	2026-11-01
        test	stepped-coder	tokens	10000					CNY	100	200				unknown	2026-11-01
        test	dollar-coder	tokens	0					USD	1	2				unknown	2026-11-01
        """);

    private static readonly ModelKnowledge Priced = new(KnownModels.Empty, Prices);

    private static readonly BackendHoldings[] Backends =
    [
        World.Cloud(
            "cloud", Coder("dear-coder"), Coder("cheap-coder"), Coder("unpriced-coder"), Coder("stepped-coder"), Coder("dollar-coder")),
        World.Own("own", Coder("cold-coder:30b", warm: false), Coder("warm-coder:3b", warm: true)),
    ];

    [Fact]
    public void LocalFirst_IsTheDefault_WarmBeforeColdThenTheCheaper() => Assert.Equal(
        "own/warm-coder:3b, own/cold-coder:30b, cloud/stepped-coder, cloud/cheap-coder, cloud/dollar-coder, cloud/dear-coder, "
        + "cloud/unpriced-coder",
        Table().Choose("Coder"));

    [Fact]
    public void Cheapest_ByTheStepOfThisPrompt_InOneCurrency()
    {
        var worth = new RoutingSettings { Worth = new RoutingSettings().Worth.Add("CNY", 1).Add("USD", 7) };
        Assert.Equal(
            "own/warm-coder:3b, own/cold-coder:30b, cloud/stepped-coder, cloud/cheap-coder, cloud/dollar-coder, cloud/dear-coder, "
            + "cloud/unpriced-coder",
            Table(worth).Choose("Coder:floor", tokens: 1_000));
        Assert.Equal(
            "own/warm-coder:3b, own/cold-coder:30b, cloud/cheap-coder, cloud/dollar-coder, cloud/dear-coder, cloud/stepped-coder, "
            + "cloud/unpriced-coder",
            Table(worth).Choose("Coder:floor", tokens: 20_000));
    }

    [Fact]
    public void Fastest_MeasuredFirst_ByTheTimeOfATypicalAnswer()
    {
        var states = new Dictionary<string, ModelState>
        {
            ["cheap-coder"] = new(TimeProvider.System),
            ["dear-coder"] = new(TimeProvider.System)
        };
        states["cheap-coder"].Speed.Measured(5, 101, 1); // 5 s and 100 tokens a second: 7 s
        states["dear-coder"].Speed.Measured(0.5, 101, 10); // half a second and 10 a second: 20.5 s
        var cloud = Backends[0] with { StateOf = m => states.GetValueOrDefault(m) ?? new ModelState(TimeProvider.System) };
        var order = World.Table([cloud, Backends[1]], knowledge: Priced).Choose("Coder:nitro");
        Assert.StartsWith("cloud/cheap-coder, cloud/dear-coder, own/warm-coder:3b", order, StringComparison.Ordinal);
    }

    [Fact]
    public void LeastBusy_ByShareOfCapacity()
    {
        var (a, b) = (World.Cloud("a", Coder("m-coder")), World.Cloud("b", Coder("m-coder")));
        a.Load.Capacity = 10;
        b.Load.Capacity = 2;
        a.Load.Begin();
        b.Load.Begin();
        var table = World.Table([b, a], settings: new RoutingSettings(Policy.LeastBusy));
        Assert.Equal("a/m-coder, b/m-coder", table.Choose("m-coder"));
        b.Load.End();
        Assert.Equal("b/m-coder, a/m-coder", table.Choose("m-coder"));
    }

    // A place is a model's; of two models as busy, the one whose machine has less to do is less so.
    [Fact]
    public void LeastBusy_ByShareOfTheModelsPlaces()
    {
        var (a, b) = (World.Own("a", Coder("m-coder")), World.Own("b", Coder("m-coder")));
        var (ofA, ofB) = (new ModelState(TimeProvider.System), new ModelState(TimeProvider.System));
        a = a with { StateOf = _ => ofA, Traits = a.Traits with { DefaultPlaces = 1 } };
        b = b with { StateOf = _ => ofB, Traits = b.Traits with { DefaultPlaces = 4 } };
        var table = World.Table([a, b], settings: new RoutingSettings(Policy.LeastBusy));
        Assert.Equal((1, 4), (ofA.Places, ofB.Places));
        a.Load.Begin();
        Assert.Equal("b/m-coder, a/m-coder", table.Choose("m-coder"));
        b.Load.Begin();
        ofB.Begin();
        Assert.Equal("a/m-coder, b/m-coder", table.Choose("m-coder"));
        ofA.Begin();
        Assert.Equal("b/m-coder, a/m-coder", table.Choose("m-coder"));
        ofB.End();
        ofA.End();
        b.Load.Capacity = 1;
        Assert.Equal("a/m-coder, b/m-coder", table.Choose("m-coder"));
    }

    [Theory]
    [InlineData(null, null, 1, 1)]
    [InlineData(null, 3, 1, 3)]
    [InlineData(2, 3, 1, 2)]
    [InlineData(0, 3, 1, 0)]
    public void Places_OfTheOperator_GoBeforeTheBackends_AndThoseBeforeTheKinds(int? configured, int? told, int byDefault, int places)
    {
        var state = new ModelState(TimeProvider.System);
        var own = World.Own("own", Coder("m-coder") with { Places = told });
        World.Table([own with { StateOf = _ => state, Traits = own.Traits with { Places = configured, DefaultPlaces = byDefault } }]);
        Assert.Equal(places, state.Places);
    }

    [Fact]
    public void Backend_ThatLoads_IsAsColdAsWhatIsNotLoaded()
    {
        var own = World.Own("own", Coder("a-coder:7b", warm: true));
        BackendHoldings[] both = [own, World.Cloud("cloud", Coder("b-coder"))];
        var passesOver = World.Table(both, settings: new RoutingSettings { ColdStart = ColdStart.Cloud });
        Assert.Equal("own/a-coder:7b, cloud/b-coder", passesOver.Choose("Coder"));
        own.Load.IsLoading = true;
        Assert.Equal("cloud/b-coder, own/a-coder:7b", passesOver.Choose("Coder"));
        Assert.Equal("own/a-coder:7b, cloud/b-coder", World.Table(both).Choose("Coder"));
    }

    [Fact]
    public void Weighted_EachGetsItsShare()
    {
        var route = new RouteDefinition(
            "Mix", [], [new("cloud", "cheap-coder", 3), new("cloud", "dear-coder", 1)], Policy: Policy.Weighted);
        var table = World.Table(Backends, [route]);
        var random = new Random(7);
        var cheap = Enumerable.Range(0, 10_000).Count(
            _ => table.Choose("Mix", random: random).StartsWith("cloud/cheap", StringComparison.Ordinal));
        Assert.InRange(cheap, 7_300, 7_700);
    }

    [Fact]
    public void Listed_IsKeptAsItStands() => Assert.Equal(
        "cloud/dear-coder, own/cold-coder:30b, own/warm-coder:3b",
        World.Table(Backends, [World.Route("Mine", ("cloud", "dear-coder"), ("own", "cold-coder:30b"), ("own", "warm-coder:3b"))]).Choose(
            "Mine"));

    [Fact]
    public void LocalFirst_OverAList_KeepsItsOrderWithinAPlace() => Assert.Equal(
        "own/warm-coder:3b, own/cold-coder:30b, cloud/dear-coder, cloud/cheap-coder",
        World.Table(
            Backends,
            [World.Route(
                "Mine", ("cloud", "dear-coder"), ("own", "cold-coder:30b"), ("cloud", "cheap-coder"), ("own", "warm-coder:3b")) with
                {
                    Policy = Policy.LocalFirst
                }])
            .Choose("Mine"));

    [Fact]
    public void Backend_WhereNothingAnswers_IsTriedLastNotNever()
    {
        var own = World.Own("own", Coder("a-coder:7b"));
        var table = World.Table([own, World.Cloud("cloud", Coder("b-coder"))]);
        Assert.Equal("own/a-coder:7b, cloud/b-coder", table.Choose("Coder"));
        own.Load.IsDown = true;
        Assert.Equal("cloud/b-coder, own/a-coder:7b", table.Choose("Coder"));
        Assert.Equal("cloud/b-coder, own/a-coder:7b", table.Choose("Coder:floor"));
    }

    [Fact]
    public void Tag_ProvedByABetterSource_ComesFirst() => Assert.Equal(
        "own/b-vl:1b, own/a-vl:72b",
        World.Table([World.Own("own", World.Model("a-vl:72b", null), World.Model("b-vl:1b", "completion vision"))]).Choose("Vision"));

    [Fact]
    public void Chat_PrefersNoSpecialist() => Assert.Equal(
        "own/general:7b, own/some-coder:14b",
        World.Table([World.Own("own", Coder("some-coder:14b"), World.Model("general:7b"))]).Choose("Chat"));

    [Fact]
    public void Shortlist_OfMany_HoldsTheFirstSixteen()
    {
        var table = World.Table([World.Cloud("c", [.. Enumerable.Range(0, 100).Select(i => Coder($"m{i:000}-coder"))])]);
        var order = table.Choose("Coder").Split(", ");
        Assert.Equal(Enumerable.Range(0, Shortlist.Capacity).Select(i => $"c/m{i:000}-coder"), order);
    }

    [Theory]
    [InlineData(Policy.LocalFirst, "own/b:7b", "own/b:7b")]
    [InlineData(Policy.LocalFirst, "cloud/c", "own/a:7b")]
    [InlineData(Policy.Listed, "own/b:7b", "own/a:7b")]
    [InlineData(Policy.Cheapest, "cloud/c", "own/a:7b")]
    [InlineData(Policy.Fastest, "cloud/c", "own/a:7b")]
    [InlineData(Policy.LeastBusy, "cloud/c", "own/a:7b")]
    [InlineData(Policy.Weighted, "cloud/c", "cloud/c")]
    [InlineData(Policy.LocalFirst, "own/gone", "own/a:7b")]
    public void Session_StaysWithItsModel_UnlessThePolicySpeaksAgainst(Policy policy, string last, string first)
    {
        BackendHoldings[] backends = [World.Own("own", World.Model("a:7b"), World.Model("b:7b")), World.Cloud("cloud", World.Model("c"))];
        var route = World.Route("R", ("own", "a:7b"), ("own", "b:7b"), ("cloud", "c")) with { Policy = policy };
        var table = World.Table(backends, [route]);
        Assert.Equal(first, table.Choose("R", last: table.Find(last)).Split(", ")[0]);
    }

    [Fact]
    public void Session_WhoseBackendIsDown_MovesOn()
    {
        BackendHoldings[] backends = [World.Cloud("a", World.Model("m")), World.Cloud("b", World.Model("m"))];
        var table = World.Table(backends, settings: new RoutingSettings(Policy.Weighted));
        backends[1].Load.IsDown = true;
        Assert.Equal("a/m, b/m", table.Choose("m", last: table.Find("b/m")));
    }

    private static ModelFacts Coder(string name, bool? warm = null) => World.Model(name, "completion tools", warm: warm);

    private static RouteTable Table(RoutingSettings? settings = null) => World.Table(Backends, settings: settings, knowledge: Priced);
}
