using System.Collections.Immutable;
using Gateway.Routing.Candidates;
using Gateway.Routing.Models;
using Gateway.Routing.Names;

namespace Gateway.Routing.Routes;

// The lasting part of the order of candidates. Shortlisting adds what changes from request to request.
internal static class PlanOrder
{
    // A short conversation, for comparing models before a request is at hand.
    private const int TypicalPrompt = 1000;

    private const Tag Specialities = Tag.Coder | Tag.Math | Tag.Vision | Tag.Audio;

    public static ImmutableArray<Candidate> Sort(IEnumerable<Candidate> able, Route route, Stage stage, Criteria criteria)
    {
        if (route.PolicyAt(stage) == Policy.Listed)
        {
            return [.. able];
        }

        // If answers cannot be compared, the model that is meant must not depend on what is loaded.
        var isSteady = criteria.Purpose.IsBoundBy(route);
        var byPlace = able.OrderBy(static c => c.Card.IsLocal ? 0 : 1).ThenBy(c => !isSteady && c.Card.IsWarm == false ? 1 : 0);
        if (route.IsExplicit && stage == Stage.Own)
        {
            return [.. byPlace];
        }

        var asked = criteria.Tags | Demands.TagsOf(criteria.Demand);

        // A coder is best at filling in code.
        var unasked = Specialities & ~asked & ((asked & Tag.FIM) != 0 ? ~Tag.Coder : ~Tag.None);
        var settings = route.Table.Settings;
        return
        [
            .. byPlace
                .ThenBy(c => Trust(c.Card, asked))
                .ThenBy(c => System.Numerics.BitOperations.PopCount((uint)(c.Card.Tags.All & unasked)))
                .ThenBy(c => CostOf(c, new Needs(Demand.None, TypicalPrompt) { At = settings.BuiltAt }, settings))
                .ThenByDescending(static c => c.Card.Parameters ?? 0),
        ];
    }

    /// <summary>
    /// Computes the cost of a request on a candidate, in the common unit; 0 on the team's own machines, infinite when the price is unknown.
    /// </summary>
    public static double CostOf(Candidate candidate, in Needs needs, RoutingSettings settings) => candidate.Card switch
    {
        { IsLocal: true } => 0,
        { Price: { } prices } when prices.At(needs.At) is { } price =>
            settings.InCommonUnit(price.Of(needs.PromptTokens, needs.OutputTokens), price.Currency),
        _ => double.PositiveInfinity,
    };

    // A chain is as strong as its weakest link: the least trusted source among those that give the requested tags. The tag Chat is left
    // out, since mostly only the name gives it, which says nothing.
    private static int Trust(ModelCard card, Tag asked)
    {
        var weakest = 0;
        for (var tag = 1; tag <= (int)Tag.Audio; tag <<= 1)
        {
            if (((Tag)tag & asked & ~Tag.Chat) != 0)
            {
                weakest = Math.Max(weakest, (int)(card.Tags.Of((Tag)tag) ?? Provenance.Name));
            }
        }

        return weakest;
    }
}
