using System.Text.RegularExpressions;
using Gateway.Authentication;
using Gateway.Configuration;
using Gateway.Configuration.Loading;
using Gateway.Tests.Hosting;
using Gateway.Tests.Promises;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Cli;

/// <summary>Keys, teams and quotas from the command line: on the database, and over the API of a gateway that runs.</summary>
public sealed partial class ManagingCommandsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-manage-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Commands_OnTheDatabase_AreSeenByAGatewayThatRuns_WithinASecond()
    {
        await using var gateway = TestGateway.Start(
            "storage: { path: gateway.db }", services: static s => s.AddSingleton<OneTimeNotice>(new SilentNotice()));
        string[] config = ["--config", gateway.ConfigPath];
        var made = await RunAsync(
            0, ["keys", "new", "alice", "--owner", "alice", "--team", "A", "--limit", "requestsPerMinute=9", .. config]);
        var key = Key().Match(made).Value;
        Assert.True(await gateway.UntilAsync(key, 200) < TimeSpan.FromSeconds(1));
        Assert.Contains("alice", await RunAsync(0, ["keys", "list", .. config]), StringComparison.Ordinal);

        var rotated = Key().Match(await RunAsync(0, ["keys", "rotate", "alice", .. config])).Value;
        await gateway.UntilAsync(rotated, 200);
        Assert.Equal(401, await gateway.StatusAsync(key));
        await RunAsync(0, ["keys", "revoke", "ALICE", .. config]);
        Assert.True(await gateway.UntilAsync(rotated, 401) < TimeSpan.FromSeconds(1));
        Assert.Contains("was revoked", await RunAsync(1, ["keys", "revoke", "alice", .. config]), StringComparison.Ordinal);
        Assert.Contains("no key 'nobody'", await RunAsync(1, ["keys", "revoke", "nobody", .. config]), StringComparison.Ordinal);

        var log = await RunAsync(0, ["audit", "list", .. config]);
        Assert.Matches("cli +key.revoke", log);
        Assert.Contains("The log holds: 4 entries", await RunAsync(0, ["audit", "verify", .. config]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commands_OverTheApi_AreHeldToTheKeysRights()
    {
        await using var rig = await AdminRig.StartAsync();
        string[] asAdmin = ["--url", rig.Gateway.AdminUrl.ToString(), "--key", rig.Admin.Secret];
        string[] asMember = ["--url", rig.Gateway.AdminUrl.ToString(), "--key", rig.Member.Secret];
        Assert.Contains(
            "tokensPerDay=1000", await RunAsync(0, ["teams", "new", "A", "--limit", "tokensPerDay=1000", .. asAdmin]),
            StringComparison.Ordinal);
        Assert.Contains(
            "moneyPerDay=2.5", await RunAsync(0, ["teams", "set", "A", "--limit", "moneyPerDay=2.5", .. asAdmin]),
            StringComparison.Ordinal);
        Assert.Contains("role lead", await RunAsync(1, ["keys", "new", "mine", .. asMember]), StringComparison.Ordinal);
        var list = await RunAsync(0, ["keys", "list", .. asMember]);
        Assert.Contains(rig.Member.Key.Id, list, StringComparison.Ordinal);
        Assert.DoesNotContain(rig.Stranger.Key.Id, list, StringComparison.Ordinal);
        await RunAsync(0, ["quotas", "new", "q", "--per", "owner", "--limit", "concurrent=3", .. asAdmin]);
        await RunAsync(0, ["quotas", "remove", "q", .. asAdmin]);
        Assert.Contains("quota.remove", await RunAsync(0, ["audit", "list", .. asAdmin]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task KeysNew_WithoutADatabase_PrintsAnEntryWithEverythingThatWasAskedFor()
    {
        var text = await RunAsync(
            0,
            ["keys", "new", "lea", "--role", "lead", "--tags", "Coder,编程", "--networks", "10.0.0.0/8", "--local-only", "--expires",
            "2026-12-31", "--limit", "requestsPerMinute=60", "--limit", "moneyPerDay=1.5"]);
        var entry = text.Split('\n').Single(l => l.Contains("sha256", StringComparison.Ordinal));
        var key = ConfigLoader.Load("keys:\n" + entry).Config!.Keys.Single();
        Assert.Equal((KeyRole.Lead, true, 60, 1.5m), (key.Role, key.LocalOnly, key.Limits!.RequestsPerMinute, key.Limits.MoneyPerDay));
        Assert.Equal(["Coder", "编程"], key.Tags);
        Assert.Empty(Directory.GetFiles(_folder));

        await RunAsync(0, ["keys", "new", "root", "--role", "admin", "--store"]);
        Assert.True(File.Exists(Path.Combine(_folder, "data/gateway.db")));
        Assert.Contains("root", await RunAsync(0, ["keys", "list"]), StringComparison.Ordinal);
        Assert.Contains(
            "must be one of member, lead, admin", await RunAsync(1, ["keys", "new", "x", "--role", "boss"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task FirstStart_OfTheProgram_PrintsTheAdminsKey_AndTheSecondDoesNot()
    {
        var file = Path.Combine(_folder, "gateway.yaml");
        await File.WriteAllTextAsync(file, "listen: { data: \"http://127.0.0.1:0\", admin: \"http://127.0.0.1:0\" }\nstorage: {}\n");
        foreach (var shown in new[] { 1, 0 })
        {
            await using var gateway = GatewayProcess.Start(_folder, "--config", file);
            await gateway.WaitForAsync("Application started");
            Assert.Equal(shown, Key().Count(gateway.Output));
            gateway.Terminate();
            Assert.Equal(0, await gateway.ExitAsync());
        }
    }

    [Theory]
    [InlineData("keyPepper: { env: GATEWAY_TEST_NO_PEPPER }", "keyPepper: the environment variable GATEWAY_TEST_NO_PEPPER is not set")]
    [InlineData(
        "storage: { provider: postgresql, connection: { env: GATEWAY_TEST_NO_DB } }",
        "storage.connection: the environment variable GATEWAY_TEST_NO_DB is not set")]
    public async Task Start_WithoutASecretThatWasAskedFor_IsRefused(string yaml, string words)
    {
        var file = Path.Combine(_folder, "gateway.yaml");
        await File.WriteAllTextAsync(file, yaml);
        Assert.Contains(words, await RunAsync(1, ["--config", file]), StringComparison.Ordinal);
    }

    private async Task<string> RunAsync(int exit, string[] arguments)
    {
        await using var process = GatewayProcess.Start(
            _folder, new Dictionary<string, string?> { ["GATEWAY_ADMIN_KEY"] = null }, arguments);
        var code = await process.ExitAsync();
        Assert.True(code == exit, $"{string.Join(' ', arguments)}: {code}, not {exit}. {process.Output}");
        return process.Output;
    }

    [GeneratedRegex("sk-gw-[0-9a-f]{8}-[A-Za-z0-9_-]{43}")]
    private static partial Regex Key();
}
