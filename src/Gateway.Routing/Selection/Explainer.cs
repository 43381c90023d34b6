using System.Collections.Immutable;
using Gateway.Routing.Models;
using Gateway.Routing.Routes;

namespace Gateway.Routing.Selection;

/// <summary>Says why a request goes where it goes, by the same judge that chooses. Not meant for the hot path.</summary>
public static class Explainer
{
    /// <summary>The most candidates that are passed over with a reason each; more only make it longer.</summary>
    public const int MaxPassedOver = 50;

    /// <summary>Explains what <see cref="Selector.Select"/> does, without counting or sending anything.</summary>
    /// <param name="route">Where the request's name leads.</param>
    /// <param name="needs">What it needs.</param>
    /// <param name="last">Who answered the session's last request; <see langword="null"/> when that is not known.</param>
    /// <param name="random">For <see cref="Policy.Weighted"/>, whose lot falls anew each time.</param>
    public static Explanation Explain(Route route, in Needs needs, Candidate? last, Random random)
    {
        Shortlist list = default;
        var selection = Selector.Select(route, needs, last, random, ref list);
        var criteria = Criteria.Of(selection.Route, selection.Stage, needs.Demand);
        var tried = ImmutableArray.CreateBuilder<ExplainedCandidate>();
        for (var i = 0; i < list.Count; i++)
        {
            tried.Add(new ExplainedCandidate(
                list[i], i + 1, Verdict.Able, VerdictText.Of(Verdict.Able, list[i], criteria, needs) + WhyBehind(list[i], list[0], selection)));
        }

        var (passedOver, more) = PassedOver(selection, needs, tried);
        var shown = passedOver.Take(MaxPassedOver).ToList();
        var refusal = selection.IsFound ? null : Refusals.Of(selection.Route, needs, passedOver);
        return new Explanation(
            selection,
            refusal?.Message ?? Summaries.Of(route, selection, needs, list[0]),
            [.. tried, .. shown],
            passedOver.Count - shown.Count + more,
            refusal);
    }

    /// <summary>Says why no candidate was found.</summary>
    /// <param name="selection">What <see cref="Selector.Select"/> gave.</param>
    /// <param name="needs">What the request needs.</param>
    public static Refusal WhyNone(Selection selection, in Needs needs) => Refusals.Of(selection.Route, needs, PassedOver(selection, needs, []).PassedOver);

    /// <summary>The choice in a sentence or two.</summary>
    /// <param name="asked">The route asked for.</param>
    /// <param name="selection">What was chosen.</param>
    /// <param name="needs">What the request needs.</param>
    /// <param name="first">The first candidate.</param>
    public static string Summarise(Route asked, Selection selection, in Needs needs, Candidate first) =>
        Summaries.Of(asked, selection, needs, first);

    // Only where one that is ready does go first.
    private static string WhyBehind(Candidate candidate, Candidate first, Selection selection)
    {
        var coldStart = selection.Route.ColdStartAt(selection.Stage);
        return Shortlisting.IsPassedOver(candidate, coldStart) && !Shortlisting.IsPassedOver(first, coldStart)
            ? "; cold, so a model that is ready answers first"
            : "";
    }

    // Those behind the name itself that are not tried. What the name does not mean is no candidate and needs no reason.
    private static (List<ExplainedCandidate> PassedOver, int Able) PassedOver(Selection selection, in Needs needs, IReadOnlyCollection<ExplainedCandidate> tried)
    {
        var criteria = Criteria.Of(selection.Route, Stage.Own, needs.Demand);
        var passedOver = new List<ExplainedCandidate>();
        var able = 0;
        foreach (var candidate in selection.Route.Candidates.Except(tried.Select(t => t.Candidate)))
        {
            var verdict = criteria.Judge(candidate.Card);
            verdict = verdict != Verdict.Able ? verdict
                : !Criteria.Fits(candidate.Card, needs.PromptTokens, Stage.Own) ? Verdict.ContextTooShort
                : selection.Route.Table.Lacks(candidate) ? Verdict.NotHeld
                : Verdict.Able;
            if (verdict == Verdict.Able)
            {
                able++;
            }
            else
            {
                passedOver.Add(new ExplainedCandidate(candidate, 0, verdict, VerdictText.Of(verdict, candidate, criteria, needs)));
            }
        }

        return (passedOver, able);
    }
}
