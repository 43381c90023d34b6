using System.Net;
using Gateway.Configuration;
using Gateway.Ledger.Storage;
using Gateway.Ledger.Store;
using Gateway.Tests.Ledger;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Cli;

/// <summary>A gateway whose tables are in order starts, reads keys and serves without what only changes them.</summary>
public sealed class LeanStartTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-lean-").FullName;

    [Fact]
    public async Task Start_WithKeysAndALedger_LoadsNoEfCore()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells which files a process has loaded.");
        var storage = new StorageConfig { Path = Path.Combine(_folder, "gateway.db"), LedgerPath = Path.Combine(_folder, "ledger.db") };
        var options = DatabaseOptions.From(storage, new ConfigLocation(null)).Options;
        await MakeKeysAsync(new AccessStore(new Database(options), TimeProvider.System));
        using var ledger = new LedgerDatabase(options.ForLedger, TimeProvider.System, NullLogger<LedgerDatabase>.Instance);
        await new UsageStore(ledger, new LedgerConfig()).WriteAsync([LedgerRig.Record()], default);

        var (port, config) = (GatewayProcess.FreePort(), Path.Combine(_folder, "gateway.yaml"));
        await File.WriteAllTextAsync(config, $$"""
            listen: { data: "http://127.0.0.1:{{port}}", admin: "http://127.0.0.1:{{GatewayProcess.FreePort()}}" }
            storage: { provider: sqlite, path: "{{storage.Path}}", ledgerPath: "{{storage.LedgerPath}}" }
            """);
        await using var process = GatewayProcess.Start(_folder, "--config", config);
        await process.WaitForAsync($"Now listening on: http://127.0.0.1:{port}");
        using var client = new HttpClient();
        // Before the keys are read, it would be 503.
        using var answer = await client.GetAsync($"http://127.0.0.1:{port}/v1/models");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        var loaded = await File.ReadAllTextAsync($"/proc/{process.Id}/maps");
        Assert.Contains("Microsoft.Data.Sqlite", loaded, StringComparison.Ordinal);
        Assert.DoesNotContain("Microsoft.EntityFrameworkCore.Relational", loaded, StringComparison.Ordinal);
    }

    // Without an admin's key a start makes one.
    private static async Task MakeKeysAsync(AccessStore store)
    {
        await store.MigrateAsync(default);
        await using var tables = store.Open();
        tables.Keys.Add(
            new KeyRow { Id = "1", Hash = "h", LastFour = "abcd", Name = "a", NameKey = "a", CreatedBy = "", Role = KeyRole.Admin });
        await tables.SaveChangesAsync();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
