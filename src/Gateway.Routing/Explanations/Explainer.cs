using System.Collections.Immutable;
using Gateway.Routing.Candidates;
using Gateway.Routing.Models;
using Gateway.Routing.Names;
using Gateway.Routing.Routes;

namespace Gateway.Routing.Explanations;

/// <summary>Explains why a request goes where it goes, with the same judge that makes the choice. Not meant for the hot path.</summary>
public static class Explainer
{
    /// <summary>The most passed-over candidates that are shown with a reason; more would only make it longer.</summary>
    public const int MaxPassedOver = 50;

    /// <summary>Explains what <see cref="Selector.Select"/> does, without counting or sending anything.</summary>
    /// <param name="route">The route of the request's name.</param>
    /// <param name="needs">The needs of the request.</param>
    /// <param name="last">The candidate that answered the session's last request; <see langword="null"/> when unknown.</param>
    /// <param name="random">Used for <see cref="Policy.Weighted"/>, which draws anew each time.</param>
    public static Explanation Explain(Route route, in Needs needs, Candidate? last, Random random)
    {
        Shortlist list = default;
        var selection = Selector.Select(route, needs, last, random, ref list);
        var asked = Asked(selection, needs);
        var criteria = Criteria.Of(selection.Route, selection.Stage, asked.Purpose, asked.Demand);
        var tried = ImmutableArray.CreateBuilder<ExplainedCandidate>();
        for (var i = 0; i < list.Count; i++)
        {
            var more = WhyBehind(list[i], list[0], selection)
                + (Selector.LeavesToolsOut(list[i], selection, needs) ? "; without the tools" : "");
            tried.Add(new ExplainedCandidate(list[i], i + 1, Verdict.Able, VerdictText.Of(Verdict.Able, list[i], criteria, asked) + more));
        }

        var (passedOver, able) = PassedOver(selection, asked, tried);
        var shown = passedOver.Take(MaxPassedOver).ToList();
        var refusal = selection.IsFound ? null : Refusals.Of(selection.Route, asked, passedOver);
        return new Explanation(
            selection,
            refusal?.Message ?? Summarise(route, selection, needs, list[0]),
            [.. tried, .. shown],
            passedOver.Count - shown.Count + able,
            refusal);
    }

    /// <summary>Explains why no candidate was found.</summary>
    /// <param name="selection">The result of <see cref="Selector.Select"/>.</param>
    /// <param name="needs">The needs of the request.</param>
    public static Refusal WhyNone(Selection selection, in Needs needs)
    {
        var asked = Asked(selection, needs);
        return Refusals.Of(selection.Route, asked, PassedOver(selection, asked, []).PassedOver);
    }

    /// <summary>Sums up the choice in a sentence or two.</summary>
    /// <param name="asked">The route asked for.</param>
    /// <param name="selection">The choice.</param>
    /// <param name="needs">The needs of the request.</param>
    /// <param name="served">The candidate that answers.</param>
    /// <param name="news">Tells what happened to a candidate while the request was under way; null when nothing did.</param>
    public static string Summarise(
        Route asked, Selection selection, in Needs needs, Candidate served, Func<Candidate, string?>? news = null) =>
        Summaries.Of(asked, selection, needs, served, WhyElsewhere.Of(selection, needs, served, news));

    /// <summary>
    /// Sums up the choice if it would surprise a client: the request goes elsewhere than its name says, leaves the team's machines although
    /// those come first, or is sent without its tools. Null when it goes where its name says.
    /// </summary>
    /// <param name="asked">The route asked for.</param>
    /// <param name="selection">The choice.</param>
    /// <param name="needs">The needs of the request.</param>
    /// <param name="served">The candidate that answers.</param>
    /// <param name="news">Tells what happened to a candidate while the request was under way; null when nothing did.</param>
    public static string? WorthTelling(
        Route asked, Selection selection, in Needs needs, Candidate served, Func<Candidate, string?>? news = null)
    {
        var elsewhere = WhyElsewhere.Of(selection, needs, served, news);
        return elsewhere is not null
            || selection.Stage != Stage.Own
            || asked.Kind == RouteKind.Auto
            || selection.PassedOverCold is not null
            || Selector.LeavesToolsOut(served, selection, needs)
                ? Summaries.Of(asked, selection, needs, served, elsewhere)
                : null;
    }

    private static Needs Asked(Selection selection, in Needs needs) => selection.IsWithoutTools ? needs.WithoutTools : needs;

    // Only if a model that is ready really goes first.
    private static string WhyBehind(Candidate candidate, Candidate first, Selection selection)
    {
        var coldStart = selection.Route.ColdStartAt(selection.Stage);
        return Shortlisting.IsPassedOver(candidate, coldStart) && !Shortlisting.IsPassedOver(first, coldStart)
            ? "; cold, so a model that is ready answers first"
            : "";
    }

    // The name's own candidates that are not tried. A model the name does not mean is no candidate and needs no reason.
    private static (List<ExplainedCandidate> PassedOver, int Able) PassedOver(
        Selection selection, in Needs needs, IReadOnlyCollection<ExplainedCandidate> tried)
    {
        var criteria = Criteria.Of(selection.Route, Stage.Own, needs.Purpose, needs.Demand);
        var passedOver = new List<ExplainedCandidate>();
        var able = 0;
        foreach (var candidate in selection.Route.Candidates.Except(tried.Select(t => t.Candidate)))
        {
            var verdict = criteria.Judge(candidate.Card);
            verdict = verdict != Verdict.Able ? verdict
                : PromptFit.Of(candidate, needs, Stage.Own) is var fit && !PromptFit.MaySend(fit, candidate, needs, Stage.Own)
                    ? PromptFit.VerdictOf(fit)
                : selection.Route.Table.Lacks(candidate) ? Verdict.NotHeld
                : tried.FirstOrDefault() is { } first
                    && needs.Purpose.IsBoundBy(selection.Route)
                    && !ModelName.AreSame(candidate.Model, first.Candidate.Model)
                    ? Verdict.OtherModel
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
