using Gateway.Routing.Candidates;
using Gateway.Routing.Classification;
using Gateway.Routing.Models;
using Gateway.Routing.Names;

namespace Gateway.Routing.Routes;

/// <summary>Chooses the candidates of a request and their order.</summary>
public static class Selector
{
    /// <summary>Makes the choice. Allocates nothing once a request of the same kind was seen before.</summary>
    /// <param name="route">The route of the request's name.</param>
    /// <param name="needs">The needs of the request.</param>
    /// <param name="last">The candidate that answered the session's last request; <see langword="null"/> when unknown.</param>
    /// <param name="random">Used for <see cref="Policy.Weighted"/>.</param>
    /// <param name="list">Receives the candidates, first choice first.</param>
    public static Selection Select(Route route, in Needs needs, Candidate? last, Random random, ref Shortlist list)
    {
        var selection = SelectAsAsked(route, needs, last, random, ref list);
        return needs.ToolsAreOptional ? OptionalTools.Reconsider(selection, route, needs, last, random, ref list) : selection;
    }

    /// <summary>
    /// True when a candidate is sent a request without the tools it offers, since the candidate has none or no room for them.
    /// </summary>
    /// <param name="candidate">The candidate.</param>
    /// <param name="selection">The choice.</param>
    /// <param name="needs">The needs of the request. Only optional tools are ever left out.</param>
    public static bool LeavesToolsOut(Candidate candidate, Selection selection, in Needs needs) =>
        OptionalTools.AreLeftOut(candidate, selection, needs);

    /// <summary>Gets the needs of the request as a candidate is sent it: all of them, or all but the tools.</summary>
    /// <param name="candidate">The candidate.</param>
    /// <param name="selection">The choice.</param>
    /// <param name="needs">The needs of the request.</param>
    public static Needs SentTo(Candidate candidate, Selection selection, in Needs needs) =>
        LeavesToolsOut(candidate, selection, needs) ? needs.WithoutTools : needs;

    internal static Selection SelectAsAsked(Route route, in Needs needs, Candidate? last, Random random, ref Shortlist list)
    {
        var followed = Follow(route, needs);
        var settings = followed.Table.Settings;
        var wasInDoubt = false;
        for (var stage = Stage.Own; stage <= LastStage(followed, needs.Purpose); stage++)
        {
            list.Clear();
            var (plan, policy) = (followed.PlanOf(stage, needs.Purpose, needs.Demand), followed.PolicyAt(stage));
            var coldStart = followed.ColdStartAt(stage);
            var (passedOver, isInDoubt) = Shortlisting.Fill(plan, stage, policy, coldStart, needs, settings, random, ref list);
            wasInDoubt |= isInDoubt;
            if (list.Count > 0)
            {
                if (isInDoubt)
                {
                    AddSure(followed, stage, needs, random, ref list);
                }

                var stays = Stay(last, stage, policy, coldStart, needs, ref list);
                return new Selection(
                    followed, stage, IsFound: true)
                { StaysInSession = stays, PassedOverCold = passedOver, IsInDoubt = wasInDoubt };
            }
        }

        return new Selection(followed, Stage.Own, IsFound: false) { IsInDoubt = wasInDoubt };
    }

    /// <summary>
    /// Gets the route a request really takes. <c>auto</c> stands for the tag that the request's structure asks for; outside chat, for the
    /// type that serves the request.
    /// </summary>
    internal static Route Follow(Route route, in Needs needs) =>
        route.Kind != RouteKind.Auto ? route
        : needs.Purpose.Type != ModelType.Chat ? route.Table.Match(TagNames.NameOf(needs.Purpose.Type) + route.WishText)!
        : route.Wishes == default ? route.Table.RouteOf(StructureClassifier.TagOf(needs.Demand))
        : route.Table.Match(TagNames.Join(StructureClassifier.TagOf(needs.Demand)) + route.WishText)!;

    /// <summary>
    /// Decides how far a request may reach. A name that leads nowhere even for the plainest request leads nowhere with demands.
    /// </summary>
    internal static Stage LastStage(Route route, Purpose purpose) => (route.MayWiden, route.Table.Settings.Widening) switch
    {
        // A tag is a promise about chat.
        (false, _) or (_, Widening.None) => Stage.Own,
        _ when purpose.Type != ModelType.Chat => Stage.Own,
        _ when route.PlanOf(Stage.Own, purpose, Demand.None).Ordered.IsEmpty => Stage.Own,
        (_, Widening.Tag) => Stage.WithTag,
        _ => Stage.AnyAble,
    };

    // If every candidate found may be too short for the prompt, candidates that surely take it are added behind them, however far away they
    // are. A request refused for its length is then still answered.
    private static void AddSure(Route route, Stage stage, in Needs needs, Random random, ref Shortlist list)
    {
        for (var i = 0; i < list.Count; i++)
        {
            if (PromptFit.Of(list[i], needs, stage) == Fit.Fits)
            {
                return;
            }
        }

        var doubtful = list.Count;
        for (var wider = stage + 1; wider <= LastStage(route, needs.Purpose) && list.Count == doubtful; wider++)
        {
            Shortlist more = default;
            var plan = route.PlanOf(wider, needs.Purpose, needs.Demand);
            Shortlisting.Fill(plan, wider, route.PolicyAt(wider), route.ColdStartAt(wider), needs, route.Table.Settings, random, ref more);
            for (var i = 0; i < more.Count && list.Count < Shortlist.Capacity; i++)
            {
                if (PromptFit.Of(more[i], needs, wider) == Fit.Fits)
                {
                    list.Insert(list.Count, more[i]);
                }
            }
        }
    }

    // A session stays with the model that knows its beginning, unless that would break a promise of the policy.
    private static bool Stay(Candidate? last, Stage stage, Policy policy, ColdStart coldStart, in Needs needs, ref Shortlist list)
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
            isAsGood &= PromptFit.Of(candidate, needs, stage) <= PromptFit.Of(list[0], needs, stage);
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
