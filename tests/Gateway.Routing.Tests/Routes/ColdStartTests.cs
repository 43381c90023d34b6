using Gateway.Routing.Models;
using Gateway.Routing.Routes;
using static Gateway.Routing.Tests.Routes.World;

namespace Gateway.Routing.Tests.Routes;

/// <summary>The rules for whether a model that must be loaded goes before one that is ready.</summary>
public sealed class ColdStartTests
{
    private static readonly RoutingSettings Quick = new() { ColdStart = ColdStart.Cloud };

    [Fact]
    public void ColdModel_ByDefault_KeepsItsPlace() =>
        Assert.Equal("own/coder-cold, cloud/coder-away", Make(new RoutingSettings(), warm: false).Choose("Fast"));

    [Fact]
    public void ColdModel_WhereOthersAreReady_GoesBehindThem() =>
        Assert.Equal("cloud/coder-away, own/coder-cold", Make(Quick, warm: false).Choose("Fast"));

    [Theory]
    [InlineData(true)]
    [InlineData(null)]
    public void Model_ThatIsNotKnownToBeCold_KeepsItsPlace(bool? warm) =>
        Assert.Equal("own/coder-cold, cloud/coder-away", Make(Quick, warm).Choose("Fast"));

    [Fact]
    public void ColdModel_ThatNobodyElseCanStandInFor_IsStillTried() =>
        Assert.Equal("own/coder-cold", Make(Quick, warm: false, Place.Local).Choose("Fast"));

    [Fact]
    public void ColdModel_GoesBeforeOneThatIsOut()
    {
        var table = Make(Quick, warm: false);
        table.Match("Fast")!.Candidates[1].State.TakeOut(TimeSpan.FromSeconds(30));
        Assert.Equal("own/coder-cold, cloud/coder-away", table.Choose("Fast"));
    }

    [Fact]
    public void Session_DoesNotStayWithAModelThatWentCold()
    {
        var table = Table(
            [Own("own", Model("coder-cold", warm: false), Model("coder-warm", warm: true))],
            settings: Quick);
        Assert.Equal("own/coder-warm, own/coder-cold", table.Choose("Coder", last: table.Find("coder-cold")));
    }

    [Fact]
    public void Route_WithItsOwnWord_GoesByThat()
    {
        Assert.Equal("own/coder-cold, cloud/coder-away", Make(Quick, warm: false, own: ColdStart.Wait).Choose("Fast"));
        Assert.Equal("cloud/coder-away, own/coder-cold", Make(new RoutingSettings(), warm: false, own: ColdStart.Cloud).Choose("Fast"));
        // Also with a wish behind its name.
        Assert.Equal(
            "cloud/coder-away, own/coder-cold", Make(new RoutingSettings(), warm: false, own: ColdStart.WarmAndCloud).Choose("Fast:floor"));
    }

    [Fact]
    public void Selection_TellsWhichModelWasPassedOver()
    {
        Assert.Equal("own/coder-cold", PassedOver(Make(Quick, warm: false)));
        Assert.Null(PassedOver(Make(Quick, warm: true)));
        Assert.Null(PassedOver(Make(new RoutingSettings(), warm: false)));
        Assert.Null(PassedOver(Make(Quick, warm: false, Place.Local)));
    }

    private static string? PassedOver(RouteTable table)
    {
        Shortlist list = default;
        return Selector.Select(table.Match("Fast")!, default, null, new Random(1), ref list).PassedOverCold?.ToString();
    }

    private static RouteTable Make(RoutingSettings settings, bool? warm, Place place = Place.Any, ColdStart? own = null) => Table(
        [Own("own", Model("coder-cold", warm: warm)), Cloud("cloud", Model("coder-away"))],
        [Route("Fast", ("own", "coder-cold"), ("cloud", "coder-away")) with { ColdStart = own }],
        settings,
        place);
}
