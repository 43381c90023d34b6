using Gateway.Routing.Candidates;
using Gateway.Routing.Models;

namespace Gateway.Routing.Routes;

// Handles tools that a request can be answered without. They decide among candidates of one place and reach. They never lead a request from
// the team's own machines to the cloud, nor beyond what its name means, and no request is refused for them.
internal static class OptionalTools
{
    /// <summary>
    /// Chooses again as if there were no tools, and keeps that choice if the tools would cost the place, the reach or the answer.
    /// </summary>
    public static Selection Reconsider(
        Selection selection, Route route, in Needs needs, Candidate? last, Random random, ref Shortlist list)
    {
        if (selection is { IsFound: true, Stage: Stage.Own } && list[0].Card.IsLocal)
        {
            return selection;
        }

        Shortlist bare = default;
        var without = Selector.SelectAsAsked(route, needs.WithoutTools, last, random, ref bare) with { IsWithoutTools = true };
        if (without.IsFound && selection.IsFound && !ToolsCostPlaceOrReach(selection, list, without, bare[0]))
        {
            return selection;
        }

        list = bare;
        // A count will tell whether there is room for them after all.
        return without with { IsInDoubt = selection.IsInDoubt || without.IsInDoubt };
    }

    public static bool AreLeftOut(Candidate candidate, Selection selection, in Needs needs)
    {
        if (!needs.ToolsAreOptional)
        {
            return false;
        }

        // An unknown ability of a model that somebody named is left to an attempt.
        var passes = selection.Stage == Stage.Own && selection.Route.IsExplicit
            ? (candidate.Card.Lacks & Demand.Tools) == 0
            : (candidate.Card.Meets & Demand.Tools) != 0;

        // If the tools may be too much, an answer without them is better than a refusal.
        return !passes || PromptFit.Of(candidate, needs, selection.Stage) != Fit.Fits;
    }

    // If the first choice without tools is also a choice with tools, the tools did not stand in its way.
    private static bool ToolsCostPlaceOrReach(Selection with, in Shortlist list, Selection without, Candidate first)
    {
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i].Is(first.Backend, first.Model))
            {
                return false;
            }
        }

        return with.Stage > without.Stage || (first.Card.IsLocal && !list[0].Card.IsLocal);
    }
}
