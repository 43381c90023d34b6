using Gateway.Backends;
using Gateway.Routing.Catalog;
using Gateway.Routing.Models;
using Gateway.Routing.Names;
using Gateway.Routing.Routes;

namespace Gateway.Runtime;

/// <summary>
/// Finds names in the configuration that no backend holds: mistyped, or of a model nobody pulled. Such an entry has no effect, but looks
/// like any other. While a backend has not listed its models, any of them may be there.
/// </summary>
internal static class UnmatchedNames
{
    public static IReadOnlyList<UnmatchedName> Of(GatewaySnapshot snapshot) =>
        [.. Entries(snapshot), .. Candidates(snapshot), .. Names(snapshot)];

    private static IEnumerable<UnmatchedName> Entries(GatewaySnapshot snapshot) =>
        from entry in ConfiguredRouting.Entries(snapshot.Config).Index()
        let backends = Those(snapshot, entry.Item.Backend)
        where backends.All(b => b.State.Facts is not null) && !backends.Any(b => Holds(b, entry.Item))
        select Unmatched($"models[{entry.Index}].model", entry.Item.Model, backends) with
        {
            Life = LifeOf(snapshot, entry.Item.Model, backends),
        };

    private static IEnumerable<UnmatchedName> Candidates(GatewaySnapshot snapshot) =>
        from route in snapshot.Config.Routes.Index()
        from candidate in route.Item.Candidates.Index()
        let backends = Those(snapshot, candidate.Item.Backend)
        where backends.All(b => b.State.Facts is not null)
            && !backends.Any(b => Holds(b, new ModelOverride(b.Name, candidate.Item.Model, OperatorFacts.None)))
        let at = $"routes[{route.Index}].candidates[{candidate.Index}].model"
        select Unmatched(at, candidate.Item.Model, backends) with
        {
            IsPassedOver = true,
            Life = LifeOf(snapshot, candidate.Item.Model, backends),
        };

    // The names a key may ask for, a quota counts, or background requests use: names as clients write them.
    private static IEnumerable<UnmatchedName> Names(GatewaySnapshot snapshot)
    {
        if (snapshot.All.Any(b => b.Missing is not null || b.State.Facts is null))
        {
            return [];
        }

        var ofKeys =
            from key in snapshot.Config.Keys.Index()
            from name in Numbered("models", key.Item.Models).Concat(Numbered("tags", key.Item.Tags))
            select (Path: $"keys[{key.Index}].{name.Path}", name.Name);
        var ofQuotas =
            from policy in snapshot.Config.Quotas.Policies.Index()
            where policy.Item.Model is not null
            select (Path: $"quotas.policies[{policy.Index}].model", Name: policy.Item.Model!);
        var ofRoutes =
            from route in snapshot.Config.Routes.Index()
            where route.Item.Background is not null
            select (Path: $"routes[{route.Index}].background", Name: route.Item.Background!);
        IEnumerable<(string Path, string Name)> ofAll =
            snapshot.Config.Background.Model is { } model ? [(Path: "background.model", Name: model)] : [];
        return
            from written in ofKeys.Concat(ofQuotas).Concat(ofRoutes).Concat(ofAll)
            where snapshot.Routes.Match(written.Name) is not { } route || LeadsNowhere(route)
            select new UnmatchedName(written.Path, written.Name, First(snapshot.Routes.Nearest(written.Name)));
    }

    private static IEnumerable<(string Path, string Name)> Numbered(string list, IReadOnlyList<string> names) =>
        names.Index().Select(n => ($"{list}[{n.Index}]", n.Item));

    private static bool LeadsNowhere(Route route) => route.Kind == RouteKind.ModelOnBackend && !route.Candidates[0].Card.IsListed;

    // A backend without its credential is not asked, so nobody knows what it holds.
    private static List<Backend> Those(GatewaySnapshot snapshot, string? name) =>
        [.. snapshot.All.Where(b => name is null || b.Name.Equals(name, StringComparison.OrdinalIgnoreCase))];

    private static bool Holds(Backend backend, ModelOverride entry) =>
        backend.State.Facts?.Any(f => entry.IsFor(backend.Traits, f.Model, f)) == true;

    private static UnmatchedName Unmatched(string path, string name, List<Backend> backends) =>
        new(path, name, First(NearestNames.Find(
            name, backends.SelectMany(b => b.State.Models ?? []).Select(m => ImplicitTag.Remove(m) ?? m))));

    private static string? LifeOf(GatewaySnapshot snapshot, string model, List<Backend> backends) => backends
        .Select(b => b.Traits.PriceList is { } list ? snapshot.Lives.Find(list, model) : null)
        .OfType<ModelLife>()
        .Select(l => LifeWords.Sentence(l, snapshot.BuiltAt))
        .FirstOrDefault();

    private static string? First(IReadOnlyList<string> names) => names is [var first, ..] ? first : null;
}
