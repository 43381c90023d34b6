using Gateway.Routing.Classification;
using Gateway.Routing.Models;
using Gateway.Routing.Routes;

namespace Gateway.Routing.Selection;

/// <summary>Chooses the candidates of a request and their order.</summary>
public static class Selector
{
    /// <summary>Chooses. In steady state, when the request's kind was seen before, it allocates nothing.</summary>
    /// <param name="route">Where the request's name leads.</param>
    /// <param name="needs">What it needs.</param>
    /// <param name="last">Who answered the session's last request; <see langword="null"/> when that is not known.</param>
    /// <param name="random">For <see cref="Policy.Weighted"/>.</param>
    /// <param name="list">Takes the candidates, first choice first.</param>
    public static Selection Select(Route route, in Needs needs, Candidate? last, Random random, ref Shortlist list)
    {
        var followed = Follow(route, needs.Demand);
        var settings = followed.Table.Settings;
        for (var stage = Stage.Own; stage <= LastStage(followed); stage++)
        {
            list.Clear();
            var (plan, policy) = (followed.PlanOf(stage, needs.Demand), followed.PolicyAt(stage));
            var coldStart = followed.ColdStartAt(stage);
            var passedOver = Shortlisting.Fill(plan, stage, policy, coldStart, needs, settings, random, ref list);
            if (list.Count > 0)
            {
                var stays = Stay(last, policy, coldStart, ref list);
                return new Selection(followed, stage, IsFound: true) { StaysInSession = stays, PassedOverCold = passedOver };
            }
        }

        return new Selection(followed, Stage.Own, IsFound: false);
    }

    /// <summary>The route that a request really takes: <c>auto</c> stands for the tag that the request's structure asks for.</summary>
    internal static Route Follow(Route route, Demand demand) =>
        route.Kind != RouteKind.Auto ? route
        : route.Wishes == default ? route.Table.RouteOf(StructureClassifier.TagOf(demand))
        : route.Table.Match(TagNames.Join(StructureClassifier.TagOf(demand)) + route.WishText)!;

    /// <summary>How far a request may reach. A name that leads nowhere even for the plainest request leads nowhere with demands.</summary>
    internal static Stage LastStage(Route route) => (route.MayWiden, route.Table.Settings.Widening) switch
    {
        (false, _) or (_, Widening.None) => Stage.Own,
        _ when route.PlanOf(Stage.Own, Demand.None).Ordered.IsEmpty => Stage.Own,
        (_, Widening.Tag) => Stage.WithTag,
        _ => Stage.AnyAble,
    };

    // A session stays with the model that knows its beginning, as long as nothing that the policy promises speaks against it.
    private static bool Stay(Candidate? last, Policy policy, ColdStart coldStart, ref Shortlist list)
    {
        if (last is null || policy is not (Policy.LocalFirst or Policy.Weighted))
        {
            return false;
        }

        for (var i = 1; i < list.Count; i++)
        {
            var candidate = list[i];
            if (!candidate.Is(last.Backend, last.Model))
            {
                continue;
            }

            var isAsGood = policy != Policy.LocalFirst || candidate.Card.IsLocal == list[0].Card.IsLocal;
            isAsGood &= !Shortlisting.IsPassedOver(candidate, coldStart) || Shortlisting.IsPassedOver(list[0], coldStart);
            if (!isAsGood || candidate.Load.IsDown || candidate.State.IsPaused || candidate.State.Share == 0)
            {
                return false;
            }

            list.MoveToFront(i);
            return true;
        }

        return false;
    }
}
