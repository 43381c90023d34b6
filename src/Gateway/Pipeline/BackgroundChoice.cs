using Gateway.Requests;
using Gateway.Routing.Explanations;
using Gateway.Routing.Models;
using Gateway.Routing.Routes;

namespace Gateway.Pipeline;

/// <summary>Puts the operator's model for background requests before the requested candidates.</summary>
internal static class BackgroundChoice
{
    /// <summary>Changes the candidates of a background request when its route or the configuration names
    /// others for such requests.</summary>
    /// <param name="choice">The request, with the candidates behind the requested name, if there are any.</param>
    /// <param name="needs">The request's needs.</param>
    /// <param name="random">For a choice by lot.</param>
    /// <returns>True when there are such candidates.</returns>
    public static bool Prefer(Choice choice, in Needs needs, Random random)
    {
        Shortlist small = default;
        if (Find(choice, needs, random, ref small) is not { } chosen)
        {
            return false;
        }

        choice.Candidates.PutFirst(small);
        choice.Selection = choice.Selection.IsFound ? choice.Selection : chosen;
        choice.Leading = chosen;
        choice.Decision = Why(choice, chosen.Route);
        return true;
    }

    /// <summary>Puts the candidates that <see cref="Prefer"/> would choose first at the head of the explanation.</summary>
    public static Explanation Explain(Explanation explained, Choice choice, in Needs needs, Random random)
    {
        Shortlist small = default;
        if (!choice.Inquiry.IsBackground || Find(choice, needs, random, ref small) is not { } chosen)
        {
            return explained;
        }

        var first = Explainer.Explain(chosen.Route, needs, null, random).Candidates.Where(static c => c.Order > 0).ToList();
        var others = explained.Candidates.Where(c => !first.Exists(f => f.Candidate.Is(c.Candidate.Backend, c.Candidate.Model)));
        var all = first.Concat(others).Select(static (c, i) => c.Order > 0 ? c with { Order = i + 1 } : c);
        return new Explanation(chosen, Why(choice, chosen.Route), [.. all], explained.Omitted, Refusal: null);
    }

    private static Selection? Find(Choice choice, in Needs needs, Random random, ref Shortlist small)
    {
        var (route, snapshot) = (choice.Route!, choice.Snapshot);
        if ((route.Background ?? snapshot.Config.Background.Model) is not { } name)
        {
            return null;
        }

        // A request bound to local backends stays local under this name too.
        var isBound = choice.Inquiry.Caller.LocalOnly || route.IsLocalOnly || route.Wishes.Place == Place.Local;
        if ((isBound ? snapshot.LocalRoutes : snapshot.Routes).Match(name) is not { } own
            // A model that a route names is part of the route: whoever may use the route may use it.
            || (route.Background is null && !choice.Inquiry.Caller.Rights.Allow(own)))
        {
            return null;
        }

        var chosen = Selector.Select(own, needs, null, random, ref small);
        return chosen.IsFound && chosen.Stage == Stage.Own ? chosen : null;
    }

    private static string Why(Choice choice, Route own) =>
        $"nobody waits for this request, so {own.Name} comes before {choice.Name.Meant}";
}
