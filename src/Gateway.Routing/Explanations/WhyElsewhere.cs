using Gateway.Routing.Candidates;
using Gateway.Routing.Models;
using Gateway.Routing.Names;
using Gateway.Routing.Routes;

namespace Gateway.Routing.Explanations;

// Explains why a request is not answered on the team's own machines although a candidate there goes before the one that answers. A client's
// wish needs no reason, nor does an order that does not put own machines first.
internal static class WhyElsewhere
{
    // More would only make it longer; the explanation has them all.
    private const int MaxReasons = 2;

    /// <param name="selection">The choice.</param>
    /// <param name="needs">The needs of the request.</param>
    /// <param name="served">The candidate that answers.</param>
    /// <param name="news">Tells what happened to a candidate while the request was under way; null when nothing did.</param>
    /// <returns>The reasons; null when there is nothing to say.</returns>
    public static string? Of(Selection selection, in Needs needs, Candidate served, Func<Candidate, string?>? news)
    {
        if (served.Card.IsLocal)
        {
            return null;
        }

        var isListed = selection.Route.PolicyAt(selection.Stage) == Policy.Listed;
        var isByName = selection.Stage == Stage.Own && selection.Route.IsExplicit;
        List<string>? reasons = null;
        var more = 0;
        foreach (var candidate in isByName ? selection.Route.Candidates : PlanOf(selection, needs).Ordered)
        {
            // In a plan own machines come first.
            if (candidate == served && (isListed || !isByName))
            {
                break;
            }

            // A model that is merely not proved to be local was still meant to be asked first.
            if (!candidate.Card.IsCloud && ReasonOf(candidate, selection, needs, news) is { } reason)
            {
                reasons ??= [];
                more += reasons.Count == MaxReasons ? 1 : 0;
                AddUpTo(reasons, $"{candidate} {reason}");
            }
        }

        return reasons is null ? null : string.Join("; ", reasons) + (more > 0 ? $"; and {more} more" : "");
    }

    // For the name itself, the candidates that serve the plainest request: a model the name does not mean is not passed over.
    private static Plan PlanOf(Selection selection, in Needs needs) => selection.Stage == Stage.Own
        ? selection.Route.PlanOf(Stage.Own, needs.Purpose, Demand.None)
        : selection.Route.PlanOf(selection.Stage, needs.Purpose, Asked(needs).Demand);

    // Tools it can be answered without send it nowhere.
    private static Needs Asked(in Needs needs) => needs.ToolsAreOptional ? needs.WithoutTools : needs;

    private static string? ReasonOf(Candidate candidate, Selection selection, in Needs needs, Func<Candidate, string?>? news)
    {
        var asked = Asked(needs);
        var criteria = Criteria.Of(selection.Route, selection.Stage, asked.Purpose, asked.Demand);
        var verdict = criteria.Judge(candidate.Card);
        var fit = PromptFit.Of(candidate, asked, selection.Stage);
        verdict = verdict != Verdict.Able ? verdict
            : !PromptFit.MaySend(fit, candidate, asked, selection.Stage) ? PromptFit.VerdictOf(fit)
            : selection.Route.Table.Lacks(candidate) ? Verdict.NotHeld
            : Verdict.Able;
        return verdict switch
        {
            Verdict.Able => news?.Invoke(candidate) ?? HowItIs(candidate, selection),
            Verdict.NotHeld => $"is not listed by {candidate.Backend}",
            Verdict.LacksDemand or Verdict.UnknownDemand or Verdict.LoadFailed or Verdict.ContextTooShort or Verdict.MayBeCut =>
                VerdictText.Of(verdict, candidate, criteria, asked),
            Verdict.OtherType or Verdict.NoOperation or Verdict.OtherModel or Verdict.NotLocal or Verdict.NotCloud or Verdict.LacksTag
                or Verdict.Distilled
                or Verdict.TooLarge or Verdict.TooSmall or Verdict.SizeUnknown => null,
        };
    }

    private static string? HowItIs(Candidate candidate, Selection selection) => candidate switch
    {
        _ when VerdictText.WhyLast(candidate) is { } why => $"is tried last: {why}",
        _ when Shortlisting.IsPassedOver(candidate, selection.Route.ColdStartAt(selection.Stage)) =>
            "is cold, so a model that is ready answers first",
        { State.Share: < 1 } => "came back a moment ago and takes a share of the requests only",
        _ => null,
    };

    private static void AddUpTo(List<string> reasons, string reason)
    {
        if (reasons.Count < MaxReasons)
        {
            reasons.Add(reason);
        }
    }
}
