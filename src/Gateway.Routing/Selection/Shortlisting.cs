using System.Runtime.CompilerServices;
using Gateway.Routing.Routes;

namespace Gateway.Routing.Selection;

// Takes the best candidates of a plan for one request: those whose context holds it, ordered by what changes from request
// to request. A plain tag is done after the first sixteen that are up; the policies that compare go through all.
internal static class Shortlisting
{
    // Beyond every key a policy gives, so that a backend where nothing answers comes last whatever else speaks for it.
    private const double Down = 1e100;

    // Behind the healthy, before the down.
    private const double Recovering = 1e90;

    public static void Fill(Plan plan, Policy policy, in Needs needs, RoutingSettings settings, Random random, ref Shortlist list)
    {
        Keys keys = default;
        var isKeyed = policy is not (Policy.LocalFirst or Policy.Listed);
        foreach (var candidate in plan.Ordered)
        {
            if (!Criteria.Fits(candidate.Card, needs.PromptTokens))
            {
                continue;
            }

            var key = isKeyed ? KeyOf(candidate, policy, needs, settings, random) : 0;
            Insert(candidate, key + Burden(candidate, random), ref list, ref keys);
            if (!isKeyed && list.Count == Shortlist.Capacity && keys[Shortlist.Capacity - 1] == 0)
            {
                return;
            }
        }
    }

    // A model that is out, paused, or on a backend where nothing answers, is tried last. One that came back a moment ago is
    // tried before others as often as its share says.
    private static double Burden(Candidate candidate, Random random)
    {
        var share = candidate.State.Share;
        return candidate.Load.IsDown || share == 0 || candidate.State.IsPaused ? Down
            : share < 1 && random.NextDouble() >= share ? Recovering
            : 0;
    }

    // The lower the better. Infinity, which an unknown price and an unmeasured speed are, is cut to stay below what burdens.
    private static double KeyOf(Candidate candidate, Policy policy, in Needs needs, RoutingSettings settings, Random random) => policy switch
    {
        Policy.Cheapest => Math.Min(PlanOrder.CostOf(candidate, needs, settings), Recovering / 2),
        Policy.Fastest => Math.Min(candidate.State.Speed.ExpectedSeconds, Recovering / 2),

        // Sorting by these draws each with a chance of its weight's share, and the rest after it likewise.
        Policy.Weighted => -Math.Log(1 - random.NextDouble()) / candidate.Weight,
        Policy.LeastBusy => candidate.Load.Share,
        _ => 0,
    };

    private static void Insert(Candidate candidate, double key, ref Shortlist list, ref Keys keys)
    {
        var index = list.Count;
        while (index > 0 && key < keys[index - 1])
        {
            index--;
        }

        if (index == Shortlist.Capacity)
        {
            return;
        }

        list.Insert(index, candidate);
        for (var i = list.Count - 1; i > index; i--)
        {
            keys[i] = keys[i - 1];
        }

        keys[index] = key;
    }

    [InlineArray(Shortlist.Capacity)]
    private struct Keys
    {
        private double _first;
    }
}
