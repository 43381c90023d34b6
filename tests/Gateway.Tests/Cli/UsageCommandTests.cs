using System.Text.Json.Nodes;
using Gateway.Authentication;
using Gateway.Authentication.Management;
using Gateway.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Cli;

/// <summary>Usage on the command line: from the database as from a gateway that runs.</summary>
public sealed class UsageCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-usage-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Usage_IsPrintedWithItsTotals_OnTheDatabaseAndOverTheApi()
    {
        await using var gateway = TestGateway.Start(
            "storage: { path: gateway.db }\nquotas: { currency: CNY }",
            services: static s => s.AddSingleton<OneTimeNotice>(new SilentNotice()));
        var admin = await gateway.NewKeyAsync(new() { Name = "root", Role = Gateway.Configuration.KeyRole.Admin });
        await gateway.KeepAsync(
            [.. Enumerable.Range(0, 300).Select(
                static i => UsageSamples.Record("2026-11-20T08:00:00Z", team: i < 100 ? "ml" : null, nano: 10_000_000_000)),
                UsageSamples.Record("2026-11-21T08:00:00Z", team: "ml")]);
        string[] offline = ["--config", gateway.ConfigPath];
        string[] online = ["--url", gateway.AdminUrl.ToString(), "--key", admin.Secret];
        foreach (var way in new[] { offline, online })
        {
            var table = await RunAsync(
                0, ["usage", "--by", "team", "--from", "2026-11-20", "--to", "2026-11-21", "--metric", "requests,tokens,cost", .. way]);
            Assert.Matches(@"DAY +TEAM +REQUESTS +TOKENS +COST CNY", table);
            Assert.Matches(@"2026-11-20 +ml +100 +1,500 +1,000\.00 ", table);
            Assert.Matches(@"2026-11-20 +\(none\) +200 +3,000 +2,000\.00 ", table);
            Assert.Matches(@"TOTAL +301 +4,515 +3,000\.01 ", table);
        }

        var json = JsonNode.Parse(
            await RunAsync(0, ["usage", "--json", "--interval", "total", "--where", "team=ml", "--from", "2026-11-20", .. offline]))!;
        Assert.Equal(101, (int)json["totals"]!["requests"]!);
        var refusal = await RunAsync(1, ["usage", "--by", "modell", .. offline]);
        Assert.Contains("Did you mean model?", refusal, StringComparison.Ordinal);
        Assert.Contains("no filter", await RunAsync(1, ["usage", "--where", "taem=x", .. offline]), StringComparison.Ordinal);

        var file = Path.Combine(_folder, "out.csv");
        await RunAsync(0, ["usage", "export", "--requests", "--from", "2026-11-20", "-o", file, .. offline]);
        Assert.Equal(302, (await File.ReadAllLinesAsync(file)).Length);
        await RunAsync(0, ["usage", "export", "--requests", "--format", "json", "--from", "2026-11-20", "-o", file, .. online]);
        Assert.Equal(301, JsonNode.Parse(await File.ReadAllTextAsync(file))!.AsArray().Count);
        Assert.StartsWith(
            "start,team,requests", await RunAsync(0, ["usage", "export", "--by", "team", "--from", "2026-11-20", .. offline]),
            StringComparison.Ordinal);
        // What fails leaves the file as it was.
        Assert.Contains(
            "'format'", await RunAsync(1, ["usage", "export", "--format", "xls", "-o", file, .. online]), StringComparison.Ordinal);
        Assert.Equal([file], Directory.GetFiles(_folder));
        Assert.Equal('[', (await File.ReadAllTextAsync(file))[0]);
    }

    private async Task<string> RunAsync(int exit, string[] arguments)
    {
        await using var process = GatewayProcess.Start(
            _folder, new Dictionary<string, string?> { ["GATEWAY_ADMIN_KEY"] = null }, arguments);
        var code = await process.ExitAsync();
        Assert.True(code == exit, $"{string.Join(' ', arguments)}: {code}, not {exit}. {process.Output}");
        return process.Output;
    }
}
