using System.Text.RegularExpressions;

namespace Gateway.Tests.Repository;

/// <summary>The layers of the host, and the one home of each library. A stray <c>using</c> or a qualified name fails here.</summary>
public sealed partial class DependencyTableTests
{
    // From low to high. A folder uses those of lower rows, and its neighbours in the row as far as they are named.
    private static readonly string[][] Layers =
    [
        ["Protocol"],
        ["Configuration", "Telemetry"],
        ["Storage"],
        ["Streaming", "Usage"],
        ["Authentication", "Backends", "Ledger"],
        ["Resilience", "Quotas", "Operations"],
        ["Runtime"],
        ["Requests"],
        ["Admission", "Attempts", "Http"],
        ["Health"],
        ["Pipeline"],
        ["Endpoints"],
        ["Admin"],
        ["Cli"],
    ];

    private static readonly Dictionary<string, string[]> Homes = new()
    {
        ["Yarp"] = ["Attempts"],
        ["YamlDotNet"] = ["Configuration"],
        ["Polly"] = ["Resilience"],
        ["System.CommandLine"] = ["Cli"],
        ["Gateway.Simulator"] = ["Cli"],
        // What is kept is kept by Storage; who works with it there asks in EF Core's words.
        ["Microsoft.EntityFrameworkCore"] = ["Storage", "Authentication", "Ledger"],
        ["Microsoft.Data.Sqlite"] = ["Storage"],
        ["SQLitePCL"] = ["Storage"],
        ["Npgsql"] = ["Storage"],
        ["StackExchange.Redis"] = ["Quotas"],
        ["OpenTelemetry"] = ["Telemetry"],
    };

    [Fact]
    public void Host_UsesLowerLayersOnly()
    {
        var level = Layers.Index().SelectMany(l => l.Item.Select(f => (Folder: f, l.Index))).ToDictionary(x => x.Folder, x => x.Index);
        var wrong = new FolderGraph("src/Gateway").Needs("")
            .Where(n => n.From != FolderGraph.Own && (n.To == FolderGraph.Own || level[n.To] >= level[n.From]))
            .Select(static n => $"{n.File}: {n.From} must not use {n.To}");
        Assert.Empty(wrong);
    }

    [Fact]
    public void EveryFolder_OfTheHost_StandsInTheTable() =>
        Assert.Equal(
            Layers.SelectMany(l => l).Order(),
            Directory.EnumerateDirectories(Path.Combine(Repo.Root, "src/Gateway")).Select(d => Path.GetFileName(d))
                .Except(["bin", "obj", "Properties"]).Order());

    [Fact]
    public void Library_HasOneHome()
    {
        var wrong = Usings("src/Gateway")
            .Where(u => u.Folder.Length > 0)
            .Where(
                u =>
                    Homes.Any(
                        h => (u.Used == h.Key || u.Used.StartsWith(h.Key + ".", StringComparison.Ordinal)) && !h.Value.Contains(u.Folder)))
            .Select(u => $"{u.File}: {u.Used} does not belong in {u.Folder}");
        Assert.Empty(wrong);
    }

    [Fact]
    public void Routing_IsPure_AndTheSimulatorKnowsNobody()
    {
        var wrong = Usings("src/Gateway.Routing")
            .Where(
                u => !u.Used.StartsWith("System", StringComparison.Ordinal)
                    && !u.Used.StartsWith("Gateway.Routing", StringComparison.Ordinal))
            .Concat(Usings("src/Gateway.Simulator").Where(u =>
                u.Used.StartsWith("Gateway.", StringComparison.Ordinal)
                    && !u.Used.StartsWith("Gateway.Simulator", StringComparison.Ordinal)))
            .Select(u => $"{u.File}: {u.Used}");
        Assert.Empty(wrong);
        Assert.DoesNotContain(
            "PackageReference", File.ReadAllText(Path.Combine(Repo.Root, "src/Gateway.Routing/Gateway.Routing.csproj")),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Files_AreSmallEnoughToHoldInTheHead()
    {
        var lengths = Repo.Sources("src").ToDictionary(f => f, f => File.ReadLines(f).Count());
        Assert.Empty(lengths.Where(l => l.Value > 300).Select(l => $"{l.Key}: {l.Value} lines"));
        Assert.True(lengths.Values.Order().ElementAt(lengths.Count / 2) <= 60);
    }

    private static IEnumerable<(string Folder, string File, string Used)> Usings(string project)
    {
        var root = Path.Combine(Repo.Root, project);
        foreach (var file in Repo.Sources(project))
        {
            var relative = Path.GetRelativePath(root, file);
            var folder = relative.Contains(Path.DirectorySeparatorChar) ? relative.Split(Path.DirectorySeparatorChar)[0] : "";
            foreach (Match match in Using().Matches(File.ReadAllText(file)))
            {
                yield return (folder, relative, match.Groups[1].Value);
            }
        }
    }

    [GeneratedRegex(@"^using (?:static )?(?:\w+ = )?([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Using();
}
