using Gateway.Routing.Models;
using Gateway.Routing.Names;
using Gateway.Routing.Routes;

namespace Gateway.Routing.Explanations;

// Explains why no model can serve a request, and the way out.
internal static class Refusals
{
    // Further reasons repeat the first ones; the explanation has them all.
    private const int MaxReasons = 3;

    public static Refusal Of(Route route, in Needs needs, IReadOnlyList<ExplainedCandidate> passedOver)
    {
        if (route.Candidates.IsEmpty)
        {
            return new Refusal(RefusalKind.NoCandidate, $"No model here answers to '{route.Name}'. {WhatThereIs(route)}");
        }

        var tooLong = passedOver.Where(p => p.Verdict is Verdict.ContextTooShort or Verdict.MayBeCut).ToList();
        if (tooLong.Count > 0)
        {
            var longest = tooLong.MaxBy(p => p.Candidate.Card.ContextLength)!;
            var (taker, mayBeCut) = (longest.Candidate, longest.Verdict == Verdict.MayBeCut);
            var shortest = needs with { PromptTokens = needs.FixedTokens, MediaTokens = 0, Counts = null };
            var canShorten = PromptFit.Of(taker, shortest, Stage.Own) == Fit.Fits;
            return new Refusal(
                canShorten ? RefusalKind.ContextTooLong : RefusalKind.PromptTooLong,
                $"The {(needs.Purpose.Type == ModelType.Chat ? "prompt" : "longest text")} has {PromptWords.CountFor(taker, needs)} "
                + $"tokens{PromptWords.Within(taker, needs)}{PromptWords.OfThem(needs)}{LeftOut(needs)}, more than any candidate of "
                + $"'{route.Name}' {(mayBeCut ? "surely takes" : "takes")}: "
                + $"the longest context is {DemandWords.Tokens(taker.Card.ContextLength ?? 0)} tokens, of "
                + $"{taker}{(mayBeCut ? $", and {taker.Backend} cuts what is longer without a word" : "")}."
                + $"{Longer(route, needs)} {PromptWords.WayOut(needs, canShorten, taker.Card.IsLocal)}");
        }

        var reasons = passedOver.Take(MaxReasons).Select(p => $"{p.Candidate} {p.Reason}").ToList();
        var more = passedOver.Count - reasons.Count;
        return new Refusal(
            RefusalKind.NoCapableModel,
            $"No candidate of '{route.Name}' can serve this request{Holds(needs.Demand)}: "
            + $"{string.Join("; ", reasons)}{(more > 0 ? $"; and {more} more" : "")}.{WhoCan(route, needs)}{WayOut(needs.Demand)}");
    }

    // A client that counts tokens itself may send their numbers by default.
    private static string WayOut(Demand demand) => (demand & Demand.Tokens) == 0
        ? ""
        : " Or send the texts themselves: LangChain's OpenAIEmbeddings does so with check_embedding_ctx_length=False.";

    // If tools are counted but take no tokens, they are the ones that would be left out.
    private static string LeftOut(in Needs needs) =>
        needs is { ToolCount: > 0, ToolTokens: 0 } ? $" even without {PromptWords.Tools(needs.ToolCount)}" : "";

    private static string Holds(Demand demand) => demand == Demand.None ? "" : $", which holds {DemandWords.Holds(demand)}";

    // Names other models that can, if there are any: that is the way out most people want.
    private static string WhoCan(Route route, in Needs needs)
    {
        if (needs.Demand == Demand.None && needs.Purpose.Type == ModelType.Chat)
        {
            return "";
        }

        var names = Able(route, needs).Take(MaxReasons).ToList();
        return names.Count > 0
            ? $" Models that can: {DemandWords.Join(names)}."
            : needs.Demand == Demand.None ? $" No model here is for {needs.Purpose.InWords}, on a backend whose API has them."
            : $" No model here is known to {DemandWords.Does(needs.Demand)} on a backend whose API carries it; if only the model is "
                + $"unknown, the operator can say so under 'models' in the configuration.";
    }

    private static string Longer(Route route, in Needs needs)
    {
        var names = Able(route, needs).Take(MaxReasons).ToList();
        return names.Count > 0 ? $" Models that take it: {DemandWords.Join(names)}." : "";
    }

    private static IEnumerable<string> Able(Route route, Needs needs)
    {
        // Few contexts of models other than chat models are known.
        var stage = needs.Purpose.Type == ModelType.Chat ? Stage.AnyAble : Stage.Own;
        var criteria = new Criteria(needs.Purpose, Tag.None, needs.Demand, default, route.IsLocalOnly, UnknownPasses: false);
        return route.Table.All
            .Where(c => criteria.Judge(c.Card) == Verdict.Able && PromptFit.Of(c, needs, stage) == Fit.Fits)
            .Select(static c => c.ToString());
    }

    private static string WhatThereIs(Route route)
    {
        var tags = route.Table.Listed.Where(static r => r.Kind == RouteKind.Tag).Select(static r => r.Name).ToList();
        return tags.Count > 0
            ? $"There is {DemandWords.Join(tags)}; GET /v1/models lists all names."
            : "GET /v1/models lists the names there are.";
    }
}
