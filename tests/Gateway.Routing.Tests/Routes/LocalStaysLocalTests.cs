using CsCheck;
using Gateway.Routing.Routes;

namespace Gateway.Routing.Tests.Routes;

/// <summary>Whatever the configuration and whatever the name: a table for local work holds nothing that is not local.</summary>
public sealed class LocalStaysLocalTests
{
    private static readonly string[] BackendNames = ["a", "b", "c"];
    private static readonly string[] ModelNames = ["m", "n:7b", "o/p", "q:cloud", "r:480b-cloud", "Q:CLOUD"];
    private static readonly string[] RouteNames = ["Coder", "Math", "a", "m"];

    private static readonly Gen<BackendModels> Backend =
        from name in OneOf(BackendNames)
        from models in OneOf(ModelNames).Array[0, 4]
        from isKnown in Gen.Bool
        from isLocal in Gen.Bool
        select new BackendModels(name, isKnown ? [.. models] : null, isLocal);

    private static readonly Gen<Candidate> AnyCandidate = Gen.Select(OneOf(BackendNames), OneOf(ModelNames), (b, m) => new Candidate(b, m));

    private static readonly Gen<RouteDefinition> Definition =
        from name in OneOf(RouteNames)
        from alias in OneOf(RouteNames)
        from candidates in AnyCandidate.Array[1, 5]
        from localOnly in Gen.Bool
        select new RouteDefinition(name, [alias], [.. candidates], localOnly);

    private static readonly Gen<(RouteDefinition[] Routes, BackendModels[] Backends)> Configuration =
        Gen.Select(Definition.Array[0, 4], Backend.Array[1, 3].Select(b => b.DistinctBy(x => x.Backend).ToArray()));

    private static IEnumerable<string> AllNames =>
        from name in RouteNames.Concat(ModelNames).Concat(BackendNames.SelectMany(b => ModelNames.Select(m => $"{b}/{m}")))
        from wish in new[] { "", ":local", ":cloud" }
        select name + wish;

    [Fact]
    public void LocalTable_OverAnyConfiguration_HoldsNothingElsewhere() => Configuration.Sample(c =>
    {
        var table = RouteTable.Build(c.Routes, c.Backends, Place.Local);
        return AllNames.All(name => AllLocal(table.Match(name), c.Backends));
    });

    [Fact]
    public void LocalWish_OverAnyConfiguration_HoldsNothingElsewhere() => Configuration.Sample(c =>
    {
        var table = RouteTable.Build(c.Routes, c.Backends);
        return c.Routes.All(r => AllLocal(table.Match(r.Name + ":local"), c.Backends));
    });

    [Fact]
    public void LocalOnlyRoute_OverAnyConfiguration_HoldsNothingElsewhere() => Configuration.Sample(c =>
    {
        var table = RouteTable.Build(c.Routes, c.Backends);
        // Of two definitions of one name the first counts.
        return c.Routes.Where(r => r.LocalOnly && c.Routes.First(o => Claims(o, r.Name)) == r).All(r => AllLocal(table.Match(r.Name), c.Backends));
    });

    [Fact]
    public void CloudWish_OverAnyConfiguration_HoldsNothingLocal() => Configuration.Sample(c =>
    {
        var table = RouteTable.Build(c.Routes, c.Backends);
        return c.Routes.All(r => table.Match(r.Name + ":cloud")!.Candidates.All(x => !IsLocal(x, c.Backends)));
    });

    private static bool Claims(RouteDefinition route, string name) =>
        route.Aliases.Prepend(route.Name).Contains(name, StringComparer.OrdinalIgnoreCase);

    private static bool AllLocal(Route? route, BackendModels[] backends) => route is null || route.Candidates.All(c => IsLocal(c, backends));

    // Said here in other words than in the product.
    private static bool IsLocal(Candidate candidate, BackendModels[] backends) =>
        backends.Single(b => b.Backend == candidate.Backend).IsLocal && !candidate.Model.ToLowerInvariant().EndsWith("cloud", StringComparison.Ordinal);

    private static Gen<string> OneOf(string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
