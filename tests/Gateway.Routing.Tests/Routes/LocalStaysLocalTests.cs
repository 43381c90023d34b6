using CsCheck;
using Gateway.Routing.Candidates;
using Gateway.Routing.Catalog;
using Gateway.Routing.Models;
using Gateway.Routing.Names;
using Gateway.Routing.Routes;

namespace Gateway.Routing.Tests.Routes;

/// <summary>
/// Requests bound to the own machines never go elsewhere, whatever the configuration, the catalog, the name and the request.
/// </summary>
public sealed class LocalStaysLocalTests
{
    private static readonly string[] BackendNames = ["a", "b", "c"];
    private static readonly string[] ModelNames = [
        "m", "n:7b", "o/p-coder", "q:cloud", "r:480b-cloud", "Q:CLOUD", "llava:7b", "sent-on", "Coder:local", "Coder+Vision", "b/m",
        "auto:local", "Vision@8b-"
    ];
    private static readonly string[] RouteNames = ["Coder", "编程", "Math", "a", "m", "Vision", "视觉", "auto"];
    private static readonly string[] Wishes = [
        "", ":local", ":cloud", ":floor", ":nitro", ":full", "@8b-", "@7b+:local", ":local:cloud", ":cloud:local", ":full:local@8b-"
    ];

    private static readonly Gen<ModelFacts> AnyModel =
        from name in OneOf(ModelNames)
        from capabilities in OneOf("completion", "completion vision", "completion tools insert", "embedding")
        from isRemote in Gen.Bool
        from context in Gen.Int[100, 10_000]
        select World.Model(name, capabilities, context) with { IsRemote = isRemote || name == "sent-on" };

    private static readonly Gen<BackendHoldings> AnyBackend =
        from name in OneOf(BackendNames)
        from models in AnyModel.Array[0, 5]
        from isKnown in Gen.Bool
        from isLocal in Gen.Bool
        from maySendOn in Gen.Bool
        select new BackendHoldings(new BackendTraits(name, isLocal) { MaySendOn = maySendOn }, isKnown ? [.. models] : null);

    private static readonly Gen<RouteDefinition> AnyRoute =
        from name in OneOf(RouteNames)
        from alias in OneOf(RouteNames)
        from candidates in Gen.Select(OneOf(BackendNames), OneOf(ModelNames), (b, m) => new CandidateDefinition(b, m)).Array[1, 5]
        from localOnly in Gen.Bool
        from policy in OneOf(Enum.GetValues<Policy>())
        select new RouteDefinition(name, [alias], [.. candidates], localOnly, policy);

    private static readonly Gen<(RouteDefinition[] Routes, BackendHoldings[] Backends, RoutingSettings Settings, Needs Needs)> World_ =
        from routes in AnyRoute.Array[0, 4]
        from backends in AnyBackend.Array[1, 3]
        from policy in OneOf(Enum.GetValues<Policy>())
        from widening in OneOf(Enum.GetValues<Widening>())
        from demand in Gen.Int[0, 63]
        from tokens in OneOf<long>(0, 500, 50_000)
        select (
            routes, backends.DistinctBy(b => b.Traits.Name).ToArray(), new RoutingSettings(policy, widening),
            new Needs((Demand)demand, tokens));

    private static IEnumerable<string> AllNames =>
        from name in RouteNames.Concat(ModelNames).Concat(
            ["Chat", "Reasoning", "对话", "Embedding", "Coder+Vision", "Coder+Coder", "Vision+Chat", "编程+Tools"])
            .Concat(BackendNames.SelectMany(b => ModelNames.Select(m => $"{b}/{m}")))
        from wish in Wishes
        select name + wish;

    [Fact]
    public void LocalTable_OverAnyWorld_LeadsNowhereElse() => World_.Sample(w =>
    {
        var table = World.Table(w.Backends, w.Routes, w.Settings, Place.Local);
        return AllNames.All(name => Tried(table, name, w.Needs).All(c => IsLocal(c, w.Backends)))
            && table.Listed.All(r => r.Candidates.All(c => IsLocal(c, w.Backends)));
    }, iter: 300);

    [Fact]
    public void LocalWish_OverAnyWorld_LeadsNowhereElse() => World_.Sample(w =>
    {
        var table = World.Table(w.Backends, w.Routes, w.Settings);
        return AllNames.Where(n => n.Contains(":local", StringComparison.Ordinal))
            // On a backend that lists a model under the whole name, that model is what was named.
            .Where(
                n => !n.Contains('/')
                    || !w.Backends.Any(
                        b => (b.Models ?? []).Any(m => n.Equals($"{b.Traits.Name}/{m.Model}", StringComparison.OrdinalIgnoreCase))))
            .All(name => Tried(table, name, w.Needs).All(c => IsLocal(c, w.Backends)));
    }, iter: 300);

    [Fact]
    public void LocalOnlyRoute_OverAnyWorld_LeadsNowhereElse() => World_.Sample(w =>
    {
        var table = World.Table(w.Backends, w.Routes, w.Settings);
        // Of two definitions of one name the first counts.
        return w.Routes.Where(r => r.LocalOnly && w.Routes.First(x => Claims(x, r.Name)) == r)
            .SelectMany(NamesOf)
            .SelectMany(_ => Wishes, (name, wish) => name + wish)
            .All(name => Tried(table, name, w.Needs).All(c => IsLocal(c, w.Backends)));
    }, iter: 300);

    [Fact]
    public void CloudWish_OverAnyWorld_LeadsToNothingOwn() => World_.Sample(w =>
    {
        var table = World.Table(w.Backends, w.Routes, w.Settings);
        return RouteNames.All(name => Tried(table, name + ":cloud", w.Needs).All(c => c.Card.IsCloud && !IsLocal(c, w.Backends)));
    }, iter: 300);

    private static List<Candidate> Tried(RouteTable table, string name, Needs needs)
    {
        Shortlist list = default;
        if (table.Match(name) is { } route)
        {
            Selector.Select(route, needs, null, new Random(1), ref list);
        }

        return [.. Enumerable.Range(0, list.Count).Select(i => list[i])];
    }

    // A local-only tag is so by all its names, and in every combination.
    private static IEnumerable<string> NamesOf(RouteDefinition route) => TagNames.TryTag(route.Name, out var tag)
        ? TagNames.AllTags.Single(t => t.Tag == tag).Names.SelectMany(n => new[] { n, n + "+" + n, n + "+Chat", "Tools+" + n })
        : [route.Name];

    private static bool Claims(RouteDefinition route, string name) =>
        route.Aliases.Prepend(route.Name).Any(n => n.Equals(name, StringComparison.OrdinalIgnoreCase)
            || (TagNames.TryTag(n, out var a) && TagNames.TryTag(name, out var b) && a == b));

    // Said here in other words than in the product.
    private static bool IsLocal(Candidate candidate, BackendHoldings[] backends)
    {
        var backend = backends.Single(b => b.Traits.Name == candidate.Backend);
        var listed = backend.Models?.FirstOrDefault(m => m.Model.Equals(candidate.Model, StringComparison.OrdinalIgnoreCase));
        return backend.Traits.IsLocal
            && !candidate.Model.ToLowerInvariant().EndsWith("cloud", StringComparison.Ordinal)
            && (listed is null ? !backend.Traits.MaySendOn : !listed.IsRemote);
    }

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
