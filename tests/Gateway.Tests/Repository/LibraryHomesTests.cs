using System.Text.RegularExpressions;

namespace Gateway.Tests.Repository;

/// <summary>
/// Each library has one home, so that replacing it is the work of one room. A stray <c>using</c> or a qualified name fails here.
/// </summary>
public sealed partial class LibraryHomesTests
{
    private static readonly Dictionary<string, string> s_homes = new()
    {
        ["Yarp"] = "Gateway/Attempts",
        ["Polly"] = "Gateway/Resilience",
        ["System.CommandLine"] = "Gateway/Cli",
        ["Gateway.Simulator"] = "Gateway/Cli",
        ["OpenTelemetry"] = "Gateway/Telemetry",
        ["Microsoft.AspNetCore"] = "Gateway",
        ["YamlDotNet"] = "Gateway.Configuration",
        ["StackExchange.Redis"] = "Gateway.Quotas",
        ["Microsoft.EntityFrameworkCore"] = "Gateway.Ledger",
        ["Microsoft.Data.Sqlite"] = "Gateway.Ledger",
        ["SQLitePCL"] = "Gateway.Ledger",
        ["Npgsql"] = "Gateway.Ledger",
    };

    [Fact]
    public void Library_HasOneHome() =>
        Assert.Empty(
            from used in Used("src")
                // Program.cs assembles the rooms, and the simulator is a program of its own.
            where used.Folder is not "Gateway" && used.Folder.Split('/')[0] is not "Gateway.Simulator"
            from home in s_homes
            where (used.Name == home.Key || used.Name.StartsWith(home.Key + ".", StringComparison.Ordinal))
                && used.Folder != home.Value && !used.Folder.StartsWith(home.Value + "/", StringComparison.Ordinal)
            select $"{used.File}: {used.Name} does not belong in {used.Folder}");

    [Fact]
    public void Home_ThatNobodyUses_IsTakenFromTheTable()
    {
        var used = Used("src").Select(static u => u.Name).ToHashSet();
        Assert.DoesNotContain(
            s_homes.Keys, home => !used.Any(u => u == home || u.StartsWith(home + ".", StringComparison.Ordinal)));
    }

    [Fact]
    public void Routing_IsPure_AndTheSimulatorKnowsNobody()
    {
        Assert.Empty(
            from used in Used("src/Gateway.Routing")
            where !used.Name.StartsWith("System", StringComparison.Ordinal)
                && !used.Name.StartsWith("Gateway.Routing", StringComparison.Ordinal)
            select $"{used.File}: {used.Name}");
        Assert.Empty(
            from used in Used("src/Gateway.Simulator")
            where used.Name.StartsWith("Gateway.", StringComparison.Ordinal)
                && !used.Name.StartsWith("Gateway.Simulator", StringComparison.Ordinal)
            select $"{used.File}: {used.Name}");
        Assert.DoesNotContain("PackageReference", Repo.Text("src/Gateway.Routing/Gateway.Routing.csproj"), StringComparison.Ordinal);
        Assert.DoesNotContain("PackageReference", Repo.Text("src/Gateway.Wire/Gateway.Wire.csproj"), StringComparison.Ordinal);
    }

    private static IEnumerable<(string Folder, string File, string Name)> Used(string around) =>
        from file in Repo.Sources(around)
        let folder = Path.GetRelativePath(Path.Combine(Repo.Root, "src"), Path.GetDirectoryName(file)!).Replace('\\', '/')
        let text = Comments().Replace(File.ReadAllText(file), "")
        from Match match in Names().Matches(text)
        select (folder, Path.GetRelativePath(Repo.Root, file), match.Groups[1].Value);

    [GeneratedRegex("""//.*|"(?:[^"\\\n]|\\.)*"|^namespace .*""", RegexOptions.Multiline)]
    private static partial Regex Comments();

    // By a using, or right where it is used.
    [GeneratedRegex(
        @"(?<![\w.])((?:Yarp|Polly|System|Gateway|OpenTelemetry|Microsoft|YamlDotNet|StackExchange|SQLitePCL|Npgsql)(?:\.\w+)*)")]
    private static partial Regex Names();
}
