using Gateway.Requests;
using Gateway.Routing.Routes;
using Gateway.Routing.Selection;

namespace Gateway.Pipeline;

/// <summary>Puts the model that the operator has for what nobody waits for before those that were asked for.</summary>
internal static class BackgroundChoice
{
    /// <summary>Changes the candidates of a request that nobody waits for, where its route or the configuration names others for those.</summary>
    /// <param name="choice">The request, with the candidates behind the name that it asks for, if there are any.</param>
    /// <param name="needs">What it needs.</param>
    /// <param name="random">For a choice by lot.</param>
    /// <returns>Whether there are such candidates.</returns>
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

    /// <summary>Puts the candidates that <see cref="Prefer"/> would put first before those that are explained.</summary>
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

        // What may not leave does not leave by this name either.
        var isBound = choice.Inquiry.Caller.LocalOnly || route.IsLocalOnly || route.Wishes.Place == Place.Local;
        if ((isBound ? snapshot.LocalRoutes : snapshot.Routes).Match(name) is not { } own
            // What a route names for itself is a part of it, and whoever may ask for it has that too.
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
