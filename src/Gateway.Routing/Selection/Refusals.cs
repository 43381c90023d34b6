using Gateway.Routing.Models;
using Gateway.Routing.Routes;

namespace Gateway.Routing.Selection;

// Why no model can serve a request, and the way out.
internal static class Refusals
{
    // Reasons beyond these repeat themselves; the explanation has them all.
    private const int MaxReasons = 3;

    public static Refusal Of(Route route, in Needs needs, IReadOnlyList<ExplainedCandidate> passedOver)
    {
        if (route.Candidates.IsEmpty)
        {
            return new Refusal(RefusalKind.NoCandidate, $"No model here answers to '{route.Name}'. {WhatThereIs(route)}");
        }

        var tooLong = passedOver.Where(p => p.Verdict == Verdict.ContextTooShort).ToList();
        if (tooLong.Count > 0)
        {
            var longest = tooLong.MaxBy(p => p.Candidate.Card.ContextLength)!.Candidate;
            var canShorten = needs.FixedTokens <= longest.Card.ContextLength;
            return new Refusal(
                canShorten ? RefusalKind.ContextTooLong : RefusalKind.PromptTooLong,
                $"The prompt has about {DemandWords.Tokens(needs.PromptTokens)} tokens, more than any candidate of '{route.Name}' takes: "
                + $"the longest context is {DemandWords.Tokens(longest.Card.ContextLength ?? 0)} tokens, of {longest}."
                + $"{PromptWords.WhereTheyAre(needs)}{Longer(route, needs)} {(canShorten ? PromptWords.Shorten : PromptWords.SendLess)}");
        }

        var reasons = passedOver.Take(MaxReasons).Select(p => $"{p.Candidate} {p.Reason}").ToList();
        var more = passedOver.Count - reasons.Count;
        return new Refusal(
            RefusalKind.NoCapableModel,
            $"No candidate of '{route.Name}' can serve this request{Holds(needs.Demand)}: {string.Join("; ", reasons)}{(more > 0 ? $"; and {more} more" : "")}.{WhoCan(route, needs)}");
    }

    private static string Holds(Demand demand) => demand == Demand.None ? "" : $", which holds {DemandWords.Holds(demand)}";

    // Names others that can, where there are any: that is the way out most people want.
    private static string WhoCan(Route route, in Needs needs)
    {
        if (needs.Demand == Demand.None)
        {
            return "";
        }

        var names = Able(route, needs).Take(MaxReasons).ToList();
        return names.Count > 0
            ? $" Models that can: {DemandWords.Join(names)}."
            : $" No model here is known to {DemandWords.Does(needs.Demand)} on a backend whose API carries it; if only the model is unknown, the operator can say so under 'models' in the configuration.";
    }

    private static string Longer(Route route, in Needs needs)
    {
        var names = Able(route, needs).Take(MaxReasons).ToList();
        return names.Count > 0 ? $" Models that take it: {DemandWords.Join(names)}." : "";
    }

    private static IEnumerable<string> Able(Route route, Needs needs)
    {
        var criteria = new Criteria(Tag.None, needs.Demand, default, route.IsLocalOnly, UnknownPasses: false);
        return route.Table.All
            .Where(c => criteria.Judge(c.Card) == Verdict.Able && c.Card.ContextLength >= needs.PromptTokens)
            .Select(static c => c.ToString());
    }

    private static string WhatThereIs(Route route)
    {
        var tags = route.Table.Listed.Where(static r => r.Kind == RouteKind.Tag).Select(static r => r.Name).ToList();
        return tags.Count > 0 ? $"There is {DemandWords.Join(tags)}; GET /v1/models lists all names." : "GET /v1/models lists the names there are.";
    }
}
