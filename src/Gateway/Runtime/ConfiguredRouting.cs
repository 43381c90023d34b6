using System.Collections.Immutable;
using Gateway.Configuration;
using Gateway.Routing.Catalog;
using Gateway.Routing.Models;
using Gateway.Routing.Names;
using Gateway.Routing.Routes;

namespace Gateway.Runtime;

/// <summary>Converts the configuration of routing to the terms of <c>Gateway.Routing</c>.</summary>
internal static class ConfiguredRouting
{
    public static IReadOnlyList<RouteDefinition> Routes(GatewayConfig config) =>
    [
        .. config.Routes.Select(r => new RouteDefinition(
            r.Name, [.. r.Aliases], [.. r.Candidates.Select(c => new CandidateDefinition(c.Backend, c.Model, c.Weight))], r.LocalOnly,
            r.Policy, r.Hedge)
        {
            ColdStart = r.ColdStart,
            Resume = r.Resume,
            Gather = r.Gather,
            Capture = r.Capture,
            OptionalTools = r.Tools.IsOptional(),
            Background = r.Background,
        }),
    ];

    public static RoutingSettings Settings(RoutingConfig config) => new(config.Policy, config.Widen)
    {
        ColdStart = config.ColdStart,
        Worth = new RoutingSettings().Worth.Add("CNY", 1).Add("USD", config.CnyPerUsd),
    };

    /// <summary>The operator's own model entries, in order.</summary>
    public static IEnumerable<ModelOverride> Entries(GatewayConfig config) => config.Models.Select(Override);

    /// <summary>The operator's facts about models: from entries of their own, and from listing them after a tag's name.</summary>
    public static IReadOnlyList<ModelOverride> Overrides(GatewayConfig config) =>
        [.. config.Models.Select(Override), .. config.Routes.SelectMany(Implied)];

    private static ModelOverride Override(ModelConfig model) => new(model.Backend, model.Model, new OperatorFacts(
        Tags(model.Tags.Where(t => !t.StartsWith('-'))),
        Tags(model.Tags.Where(t => t.StartsWith('-')).Select(t => t[1..])),
        model.ContextLength,
        model.Type,
        model.Parameters,
        model.Price is { } price ? ModelPrice.Always(PriceOf(price)) : null));

    private static IEnumerable<ModelOverride> Implied(RouteConfig route) =>
        TagNames.OfAny(route.Aliases.Prepend(route.Name)) is not Tag.None and var tag
        ? route.Candidates.Select(c => new ModelOverride(c.Backend, c.Model, new OperatorFacts(tag)))
        : [];

    private static Tag Tags(IEnumerable<string> names) =>
        names.Aggregate(Tag.None, static (tags, name) => TagNames.TryTag(name, out var tag) ? tags | tag : tags);

    private static Price PriceOf(PriceConfig price) => new(
        price.Currency,
        [new PriceStep(0, price.Input, price.Output, price.Cached),
        .. price.Longer.Select(s => new PriceStep(s.From, s.Input, s.Output, s.Cached))],
        price.AsOf,
        Provenance.Operator);
}
