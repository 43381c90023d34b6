using System.Runtime.CompilerServices;
using Gateway.Routing.Candidates;
using Gateway.Routing.Names;

namespace Gateway.Routing.Routes;

// Takes the best candidates of a plan for one request: those whose context holds it, ordered by what changes from request to request. A
// plain tag is done after the first sixteen that are up; policies that compare go through all.
internal static class Shortlisting
{
    // A candidate's handicap, which ranks before its key.
    private enum Burden
    {
        None,

        // It may be too short for the prompt. That costs a refusal at most, while loading takes longer.
        Unsure,
        Cold,
        Recovering,
        Down,
    }

    /// <returns>
    /// The cold candidate that would be first if it needed no loading, or <see langword="null"/> when there is none; and whether a
    /// candidate that could be tried may be too short for the prompt.
    /// </returns>
    public static (Candidate? PassedOverCold, bool IsInDoubt) Fill(
        Plan plan, Stage stage, Policy policy, ColdStart coldStart, in Needs needs, RoutingSettings settings, Random random,
        ref Shortlist list)
    {
        Keys keys = default;
        (Candidate? Candidate, Burden Burden, double Key) best = default;
        var isKeyed = policy is not (Policy.LocalFirst or Policy.Listed);
        var isInDoubt = false;
        foreach (var candidate in plan.Ordered)
        {
            var fit = PromptFit.Of(candidate, needs, stage);
            if (!PromptFit.MaySend(fit, candidate, needs, stage))
            {
                continue;
            }

            isInDoubt |= fit == Fit.Unsure;
            if (fit == Fit.Unsure && needs.ToolsAreOptional)
            {
                // It is asked without the tools if nobody else takes them: an answer is better than a refusal.
                continue;
            }

            var key = isKeyed ? KeyOf(candidate, policy, needs, settings, random) : 0;
            var ofLength = fit == Fit.Unsure ? Burden.Unsure : Burden.None;
            var ofState = BurdenOf(candidate, coldStart, random);
            var burden = ofState > ofLength ? ofState : ofLength;
            Insert(candidate, (burden, key), ref list, ref keys);
            var warm = burden == Burden.Cold ? ofLength : burden;
            if (best.Candidate is null || IsBefore((warm, key), (best.Burden, best.Key)))
            {
                best = (candidate, warm, key);
            }

            if (!isKeyed && list.Count == Shortlist.Capacity && keys[Shortlist.Capacity - 1].Burden == Burden.None)
            {
                break;
            }
        }

        var passedOver = best.Candidate is { } first && first != list[0] && IsPassedOver(first, coldStart) ? first : null;
        return (passedOver, isInDoubt);
    }

    /// <summary>True when others go before a candidate because it must be loaded.</summary>
    public static bool IsPassedOver(Candidate candidate, ColdStart coldStart) =>
        coldStart != ColdStart.Wait && (candidate.Load.IsLoading || candidate.State.IsCold(candidate.Card));

    // A model that is out, paused, or on a backend where nothing answers is tried last. Once its time is over it keeps its place, so that
    // some request finds out. A model that has just come back is tried before others as often as its share says.
    private static Burden BurdenOf(Candidate candidate, ColdStart coldStart, Random random)
    {
        var share = candidate.State.IsDue ? 1 : candidate.State.Share;
        return candidate.Load.IsDown || candidate.Load.IsRefused || share == 0 || candidate.State.IsPaused ? Burden.Down
            : share < 1 && random.NextDouble() >= share ? Burden.Recovering
            : IsPassedOver(candidate, coldStart) ? Burden.Cold
            : Burden.None;
    }

    // Lower is better. An unknown price and an unmeasured speed are infinite.
    private static double KeyOf(Candidate candidate, Policy policy, in Needs needs, RoutingSettings settings, Random random) =>
        policy switch
        {
            Policy.Cheapest => PlanOrder.CostOf(candidate, needs, settings),
            Policy.Fastest => candidate.State.Speed.ExpectedSeconds,

            // Sorting by these keys draws each candidate by its share of the weights, and the rest after it likewise.
            Policy.Weighted => -Math.Log(1 - random.NextDouble()) / candidate.Weight,
            // A request that is passed on takes no place on the machine, however busy it is.
            Policy.LeastBusy => candidate.Card.IsPassedOn ? candidate.Load.PassedOn : candidate.Share,
            Policy.LocalFirst or Policy.Listed => 0,
        };

    private static void Insert(Candidate candidate, (Burden Burden, double Key) key, ref Shortlist list, ref Keys keys)
    {
        var index = list.Count;
        while (index > 0 && IsBefore(key, keys[index - 1]))
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

    private static bool IsBefore((Burden Burden, double Key) a, (Burden Burden, double Key) b) =>
        a.Burden < b.Burden || (a.Burden == b.Burden && a.Key < b.Key);

    [InlineArray(Shortlist.Capacity)]
    private struct Keys
    {
        private (Burden Burden, double Key) _first;
    }
}
