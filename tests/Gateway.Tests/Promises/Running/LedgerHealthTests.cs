using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Gateway.Ledger.Journal;
using Gateway.Tests.Hosting;
using Gateway.Tests.Ledger.Journal;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Promises.Running;

/// <summary>The admin API reports the ledger's health.</summary>
public sealed class LedgerHealthTests
{
    [Fact]
    public async Task Health_TellsWhetherTheLedgerIsWritten()
    {
        await using var gateway = TestGateway.Start("ledger: { journal: kept/here }");
        var journal = gateway.Services.GetRequiredService<UsageJournal>();
        await journal.CommitAsync(SampleRecords.New(1));
        var health = await AskAsync(gateway);
        Assert.True((bool)health["configured"]!);
        Assert.True((bool)health["accepting"]!);
        Assert.Equal(0, (long)health["unrecorded"]!);
        Assert.Null(health["journal_problem"]);
        // A relative folder counts from the configuration's.
        Assert.True(Directory.Exists(Path.Combine(Path.GetDirectoryName(gateway.ConfigPath)!, "kept/here")));
    }

    [Fact]
    public async Task Gateway_WithoutStorage_HasNoLedger()
    {
        await using var gateway = TestGateway.Start("storage: { provider: none }");
        Assert.False((bool)(await AskAsync(gateway))["configured"]!);
        Assert.False(Directory.Exists(Path.Combine(Path.GetDirectoryName(gateway.ConfigPath)!, "data/journal")));
    }

    // A file stands where the folder should be: nothing to be mended by waiting for it, and no reason not to serve.
    [Fact]
    public async Task Folder_ThatCannotBeUsed_IsToldAndKeepsNobodyFromStarting()
    {
        await using var gateway = TestGateway.Start("ledger: { journal: gateway.yaml }");
        await gateway.Log.WaitForAsync("The journal cannot be written");
        await gateway.Services.GetRequiredService<UsageJournal>().CommitAsync(SampleRecords.New(1));
        var health = await AskAsync(gateway);
        Assert.NotNull(health["journal_problem"]);
        Assert.True((long)health["spooled_bytes"]! > 0);
    }

    // Each request would be 503: whoever shares out the work must know.
    [Fact]
    public async Task Ledger_ThatTakesNoMore_IsNotReady_ThoughAlive()
    {
        await using var gateway = TestGateway.Start("ledger: { journal: gateway.yaml, memory: 1MiB }");
        await gateway.Log.WaitForAsync("The journal cannot be written");
        var journal = gateway.Services.GetRequiredService<UsageJournal>();
        Assert.Equal((200, "ready"), await GetAsync(gateway, "/readyz"));
        for (var i = 1; journal.IsAccepting; i++)
        {
            await journal.CommitAsync(SampleRecords.New(i));
        }

        Assert.Equal(503, (await GetAsync(gateway, "/readyz")).Status);
        Assert.Equal((200, "ok"), await GetAsync(gateway, "/healthz"));
    }

    private static async Task<(int Status, string Body)> GetAsync(TestGateway gateway, string path)
    {
        using var response = await gateway.Client.GetAsync(new Uri(path, UriKind.Relative));
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private static async Task<JsonNode> AskAsync(TestGateway gateway)
    {
        using var client = new HttpClient { BaseAddress = gateway.AdminUrl };
        return (await client.GetFromJsonAsync<JsonNode>("/admin/v1/health"))!["ledger"]!;
    }
}
