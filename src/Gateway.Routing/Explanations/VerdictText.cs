using Gateway.Routing.Candidates;
using Gateway.Routing.Models;
using Gateway.Routing.Names;
using Gateway.Routing.Routes;

namespace Gateway.Routing.Explanations;

// Words why a model can or cannot serve a request.
internal static class VerdictText
{
    public static string Of(Verdict verdict, Candidate candidate, Criteria criteria, in Needs needs) => verdict switch
    {
        Verdict.Able => Able(candidate, criteria, needs),
        Verdict.NotHeld => $"{candidate.Backend} does not list it",
        Verdict.LoadFailed => $"could not be loaded when it was tried last, {candidate.Backend} says",
        Verdict.OtherType => $"is for {TypeWord(candidate.Card.Type)}, not for {criteria.Purpose.InWords}",
        Verdict.NoOperation => $"is on {candidate.Backend}, whose API has no {criteria.Purpose.InWords}",
        Verdict.OtherModel => "is another model, whose vectors cannot be compared with those of the first",
        Verdict.NotLocal when candidate.Card.IsCloud => "is not on the team's own machines",
        Verdict.NotLocal => $"is not proved to be on the team's own machines: {candidate.Backend} does not list it",
        Verdict.NotCloud => "is not in the cloud",
        Verdict.LacksTag => $"is not known for {TagNames.Join(criteria.Tags & ~candidate.Card.Tags.All)}",
        Verdict.LacksDemand =>
            $"cannot {DemandWords.Does(criteria.Demand & candidate.Card.Lacks)}{WhoRefused(candidate.Card, criteria.Demand)}",
        Verdict.UnknownDemand => $"is not known to {DemandWords.Does(criteria.Demand & ~candidate.Card.Meets)}",
        Verdict.Distilled => Distilled(candidate.Card),
        Verdict.TooLarge =>
            $"has {DemandWords.Billions(candidate.Card.Parameters)} parameters, more than "
            + $"{DemandWords.Billions(criteria.Wishes.MaxParameters)}",
        Verdict.TooSmall =>
            $"has {DemandWords.Billions(candidate.Card.Parameters)} parameters, fewer than "
            + $"{DemandWords.Billions(criteria.Wishes.MinParameters)}",
        Verdict.SizeUnknown => "its number of parameters is unknown",
        Verdict.ContextTooShort =>
            $"takes {DemandWords.Tokens(candidate.Card.ContextLength ?? 0)} tokens{ContextText.Why(candidate.Card)}, the prompt has "
            + $"{PromptWords.CountFor(candidate, needs)}{PromptWords.OfThem(needs)}",
        Verdict.MayBeCut =>
            $"takes {DemandWords.Tokens(candidate.Card.ContextLength ?? 0)} tokens{ContextText.Why(candidate.Card)} and "
            + $"{candidate.Backend} cuts what is longer without a word; the prompt has "
            + $"{PromptWords.CountFor(candidate, needs)}{PromptWords.Within(candidate, needs)}{PromptWords.OfThem(needs)}",
    };

    private static string WhoRefused(ModelCard card, Demand demand)
    {
        var refused = demand & card.Refused;
        return refused == Demand.None ? ""
            : (demand & card.Lacks & ~card.Refused) == Demand.None ? $" ({card.Backend} refused a request for it lately)"
            : $" ({card.Backend} refused a request for one to {DemandWords.Does(refused)} lately)";
    }

    private static string Able(Candidate candidate, Criteria criteria, in Needs needs)
    {
        var card = candidate.Card;
        var facts = new List<string> { Place(candidate) };
        facts.AddRange(TagNames.AllTags
            .Where(t => (t.Tag & (criteria.Tags | Demands.TagsOf(criteria.Demand))) != 0)
            .Select(t => card.Tags.Of(t.Tag) is { } source
                ? $"{t.Names[0]} {DemandWords.Source(source, card.Backend)}"
                : $"{t.Names[0]} unknown"));
        facts.Add(ContextText.Of(card));
        if (PromptFit.Of(candidate, needs, Stage.Own) == Fit.Unsure)
        {
            facts.Add(
                $"the prompt has {PromptWords.CountFor(candidate, needs)}{PromptWords.Within(candidate, needs)}, and "
                + $"{candidate.Backend} says so where that is too long");
        }

        facts.Add(Cost(card, needs));
        if (!candidate.Card.IsListed)
        {
            facts.Add($"{candidate.Backend} does not list it");
        }

        if (WhyLast(candidate) is { } why)
        {
            facts.Add($"{why}, so it is tried last");
        }

        return string.Join("; ", facts);
    }

    /// <summary>Says why a candidate is tried last now; null when it is not.</summary>
    public static string? WhyLast(Candidate candidate) => candidate switch
    {
        { Load.IsDown: true } => "nothing answers there at present",
        { Load.IsRefused: true } => "it refuses the gateway's credential",
        { State.IsOut: true } => "it has failed too often lately",
        { State.IsPaused: true } => $"its backend asked for a pause of {candidate.State.PauseLeft.TotalSeconds:0} s more",
        _ => null,
    };

    private static string Place(Candidate candidate) => candidate.Card switch
    {
        { IsLocal: true } when candidate.State.IsCold(candidate.Card) => "local, cold: it must be loaded first",
        { IsLocal: true } when candidate.State.IsWarm(candidate.Card) => "local, warm",
        { IsLocal: true } => "local",
        { IsCloud: true } => "cloud",
        _ => "place not proved",
    };

    private static string Cost(ModelCard card, in Needs needs) => card.IsLocal ? "free"
        : card.Price?.At(needs.At) is not { } price ? "price unknown"
        : Cost(price, needs) + (price.BilledAs is { } other ? $", those of {other}, which answers for it" : "");

    private static string Cost(Price price, in Needs needs) => price.Of(needs.PromptTokens, needs.OutputTokens) == 0
        ? $"free by the price list of {price.AsOf:yyyy-MM-dd}"
        : string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"about {price.Of(needs.PromptTokens, needs.OutputTokens):0.#######} {price.Currency} with {needs.OutputTokens} tokens of "
            + $"answer, prices of {price.AsOf:yyyy-MM-dd}");

    private static string Distilled(ModelCard card) => card.IsDistilled == true
        ? $"is a distilled model{(card.BaseModel is { } from ? $": {card.Family} distilled onto {from}" : "")}"
        : "is not known to be a full model";

    private static string TypeWord(ModelType type) => type switch
    {
        ModelType.Embedding => "embeddings",
        ModelType.Rerank => "reranking",
        ModelType.Image => "making images",
        ModelType.Speech => "speech",
        ModelType.Transcription => "transcription",
        ModelType.Video => "making video",
        ModelType.Chat => "chat",
    };
}
