using System.Text.RegularExpressions;
using Gateway.Cli;
using Gateway.Simulator;
using Gateway.Simulator.Options;
using Gateway.Tests.Hosting;
using Gateway.Tests.Repository;

namespace Gateway.Tests.Cli;

/// <summary>The commands printed in the demo, the README and the documentation run exactly as written.</summary>
public sealed partial class PrintedCommandsRunTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-printed-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task EveryHintOfTheDemo_RunsAsPasted_AndMakesNoDatabase()
    {
        // As in a fresh clone: the newcomer's own configuration is there.
        Directory.CreateDirectory(Path.Combine(_folder, "config"));
        File.Copy(Configuration.Configs.InRepository("config/gateway.yaml"), Path.Combine(_folder, "config/gateway.yaml"));
        var admin = GatewayProcess.FreePort();
        await using var demo = GatewayProcess.Start(_folder, "demo", "--port", $"{GatewayProcess.FreePort()}", "--admin-port", $"{admin}");
        await demo.WaitForAsync("Ctrl+C ends it.");
        var hints = demo.Output.Split('\n').Where(static l => Hint().IsMatch(l)).ToList();
        Assert.Equal(5, hints.Count);
        foreach (var hint in hints)
        {
            var result = await Shell.RunAsync(_folder, hint);
            Assert.True(result.Exit == 0 && result.Output.Length > 0, $"{hint}: {result}");
        }

        // What somebody is told who looks around.
        using var client = new HttpClient();
        using var refused = await client.GetAsync(new Uri($"http://127.0.0.1:{admin}/admin/v1/keys"));
        var told = Quoted().Match((string)(await refused.ErrorAsync(401))["message"]!).Groups[1].Value;
        Assert.Equal(0, (await Shell.RunAsync(_folder, told)).Exit);
        Assert.Equal(["gateway.yaml"], Directory.GetFiles(Path.Combine(_folder, "config")).Select(Path.GetFileName));
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task EveryCommandOfTheReadmeAndTheDocumentation_Runs()
    {
        await using var ollama = await SimulatedBackend.StartAsync(new() { Personality = Personality.Ollama });
        var (data, admin) = (GatewayProcess.FreePort(), GatewayProcess.FreePort());
        var config = Path.Combine(_folder, "gateway.yaml");
        await File.WriteAllTextAsync(config, $$"""
            listen: { data: "http://127.0.0.1:{{data}}", admin: "http://127.0.0.1:{{admin}}" }
            storage: {}
            backends: [ { name: ollama, provider: ollama, url: "{{ollama.Url}}" } ]
            """);
        await using var gateway = GatewayProcess.Start(_folder, "--config", config);
        await gateway.WaitForAsync("Backend ollama lists ");
        var key = Key().Match(gateway.Output).Value;
        var commands =
            new[] { "README.md" }.Concat(
                Directory.GetFiles(Path.Combine(Repo.Root, "docs"), "*.md").Select(static f => Path.GetRelativePath(Repo.Root, f)).Order())
            .Where(static f => f != Path.Combine("docs", "simulator.md")).SelectMany(
                static f => Command().Matches(Repo.Text(f)).Select(static m => m.Value.Trim()))
            // One that runs on, and one that asks for what nobody has kept.
            .Where(static c => !c.EndsWith("-- demo", StringComparison.Ordinal) && !c.Contains("$REQUEST_ID", StringComparison.Ordinal))
            .ToList();
        Assert.True(commands.Count >= 10, string.Join('\n', commands));
        foreach (var command in commands)
        {
            var line = RunOfDotnet().Replace(command, "gateway ")
                .Replace("127.0.0.1:4000", $"127.0.0.1:{data}", StringComparison.Ordinal).Replace(
                    "127.0.0.1:4001", $"127.0.0.1:{admin}", StringComparison.Ordinal);
            var result = await Shell.RunAsync(
                _folder, "curl() { command curl -fsS \"$@\"; }\n" + line, ("GATEWAY_CONFIG", config), ("GATEWAY_API_KEY", key),
                ("GATEWAY_ADMIN_KEY", key), ("KEY", key));
            Assert.True(result.Exit == 0, $"{command}: {result}");
        }
    }

    [Theory]
    [InlineData("/usr/bin/dotnet", "/usr/bin", "dotnet /app/gateway.dll")]
    [InlineData("/home/a/src/bin/gateway", "/usr/bin:/bin", "/home/a/src/bin/gateway")]
    [InlineData("/usr/local/bin/gateway", "/usr/local/bin:/bin", "gateway")]
    [InlineData("/home/an a's/gateway", "/bin", "'/home/an a'\\''s/gateway'")]
    public void OwnName_IsWhatAShellRuns(string process, string path, string name) =>
        Assert.Equal(name, OwnName.Get(process, "/app/gateway.dll", path));

    [GeneratedRegex("^  (curl|.* --url) ")]
    private static partial Regex Hint();

    [GeneratedRegex("'(gateway [^']+)'")]
    private static partial Regex Quoted();

    [GeneratedRegex("sk-gw-[0-9a-f]{8}-[A-Za-z0-9_-]{43}")]
    private static partial Regex Key();

    [GeneratedRegex(@"^    (dotnet run --project src/Gateway -- |gateway |curl )[^\n]*", RegexOptions.Multiline)]
    private static partial Regex Command();

    [GeneratedRegex("^dotnet run --project src/Gateway -- ")]
    private static partial Regex RunOfDotnet();
}
