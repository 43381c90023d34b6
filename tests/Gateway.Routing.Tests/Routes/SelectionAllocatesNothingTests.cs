using Gateway.Routing.Models;
using Gateway.Routing.Names;
using Gateway.Routing.Routes;

namespace Gateway.Routing.Tests.Routes;

public class SelectionAllocatesNothingTests
{
    [Theory]
    [InlineData("Coder", Policy.LocalFirst)]
    [InlineData("Coder:cloud", Policy.LocalFirst)]
    [InlineData("auto", Policy.LocalFirst)]
    [InlineData("Coder", Policy.Cheapest)]
    [InlineData("Coder", Policy.Fastest)]
    [InlineData("Coder", Policy.Weighted)]
    [InlineData("Coder", Policy.LeastBusy)]
    public void Choice_OfAKindSeenBefore_AllocatesNothing(string name, Policy policy)
    {
        var table = World.Table(
            [World.Cloud("c", [.. Enumerable.Range(0, 200).Select(i => World.Model($"m{i}-coder", "completion tools"))])],
            settings: new RoutingSettings(policy));
        var random = new Random(1);
        long before = 0;
        for (var i = 0; i < 2000; i++)
        {
            before = i == 1000 ? GC.GetAllocatedBytesForCurrentThread() : before;
            Shortlist list = default;
            Selector.Select(table.Match(name)!, new Needs(Demand.Tools, 100), null, random, ref list);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
