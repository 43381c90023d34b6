using System.Collections.Immutable;
using Gateway.Routing.Candidates;
using Gateway.Routing.Catalog;
using Gateway.Routing.Explanations;
using Gateway.Routing.Models;
using Gateway.Routing.Routes;

namespace Gateway.Routing.Tests.Routes;

/// <summary>Small worlds of backends, models and routes, and what is chosen in them.</summary>
internal static class World
{
    /// <summary>A table that knows the models called R1, so that they can be proved to be full.</summary>
    public static ModelKnowledge KnowingR1 { get; } = new(KnownModels.Parse("deepseek-r1\t\t\t\t\t\t\t\t2026-11"), PriceTable.Empty);

    public static ModelFacts Model(string name, string? capabilities = "completion", int? context = 32_768, bool? warm = null) => new(name)
    {
        Capabilities = capabilities is null ? null : [.. capabilities.Split(' ')],
        ContextLength = context,
        IsWarm = warm,
    };

    public static BackendHoldings Own(string name, params ModelFacts[] models) =>
        new(
            new BackendTraits(
                name, IsLocal: true)
            { Takes = Demand.Vision | Demand.Audio | Demand.Tools | Demand.JsonSchema, MaySendOn = true },
                [.. models]);

    public static BackendHoldings Cloud(string name, params ModelFacts[] models) => new(
        new BackendTraits(name, IsLocal: false)
        {
            Takes = Demand.Vision | Demand.Audio | Demand.Tools | Demand.JsonSchema | Demand.ImageAddress | Demand.FIM,
            PriceList = "test",
        },
        [.. models]);

    public static RouteDefinition Route(string name, params (string Backend, string Model)[] candidates) =>
        new(name, [], [.. candidates.Select(c => new CandidateDefinition(c.Backend, c.Model))]);

    public static RouteTable Table(
        IReadOnlyList<BackendHoldings> backends,
        IReadOnlyList<RouteDefinition>? routes = null,
        RoutingSettings? settings = null,
        Place place = Place.Any,
        ModelKnowledge? knowledge = null,
        IReadOnlyList<ModelOverride>? overrides = null) =>
        RouteTable.Build(
            ModelCatalog.Build(backends, knowledge ?? ModelKnowledge.OfNamesOnly, overrides ?? []), routes ?? [],
            settings ?? new RoutingSettings(), place);

    /// <summary>What is tried for a name, in order; empty when nothing is.</summary>
    public static string Choose(
        this RouteTable table, string name, Demand demand = Demand.None, long tokens = 0, Candidate? last = null, Random? random = null)
    {
        Shortlist list = default;
        var route = table.Match(name);
        Assert.NotNull(route);
        Selector.Select(route, new Needs(demand, tokens), last, random ?? new Random(1), ref list);
        return string.Join(", ", Enumerable.Range(0, list.Count).Select(i => list[i].ToString()));
    }

    public static Explanation Explain(this RouteTable table, string name, Demand demand = Demand.None, long tokens = 0)
    {
        var route = table.Match(name);
        Assert.NotNull(route);
        return Explainer.Explain(route, new Needs(demand, tokens), null, new Random(1));
    }

    public static Candidate Find(this RouteTable table, string name) => table.Match(name)!.Candidates[0];
}
