using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Gateway.Ledger;
using Gateway.Ledger.Journal;
using Gateway.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Promises;

/// <summary>
/// On a busy machine the ledger's tables are behind, and no answer is: reports, lists, exports and budgets know whatever had ended when
/// they were asked.
/// </summary>
public sealed class UsageIsCurrentTests
{
    private static readonly WriterOptions Busy = new() { Patience = TimeSpan.FromHours(1), IsBusy = static _ => true };

    [Theory]
    [InlineData("/admin/v1/usage?metric=requests")]
    [InlineData("/admin/v1/usage/requests")]
    [InlineData("/admin/v1/usage/export?format=json&of=requests")]
    [InlineData("/admin/v1/usage/export?format=json&metric=requests")]
    public async Task Answer_HasWhatTheTablesHaveNotYet(string path)
    {
        await using var rig = await AdminRig.StartAsync(services: Use);
        for (var ended = 1; ended <= 3; ended++)
        {
            await rig.Gateway.Services.GetRequiredService<UsageJournal>().CommitAsync(UsageSamples.Record("2026-11-24T08:00:00Z"));
            Assert.Equal(1, Pending(rig.Gateway));
            Assert.Equal(ended, Count(await rig.AskAsync("GET", path, rig.Admin.Secret)));
        }
    }

    [Fact]
    public async Task Caller_FindsTheRequestThatJustEnded()
    {
        await using var rig = await Rig.StartAsync(services: Use);
        for (var ended = 1; ended <= 3; ended++)
        {
            using var response = await rig.ChatAsync("Local");
            Assert.True(response.IsSuccessStatusCode);
            Assert.Equal(1, Pending(rig.Gateway));
            Assert.Equal(ended, Count((await rig.Client.GetFromJsonAsync<JsonNode>("/v1/usage?metric=requests"))!));
        }
    }

    [Fact]
    public async Task Budget_OfTheNextProcess_HasWhatThisOneLeftInItsJournal()
    {
        var folder = Directory.CreateTempSubdirectory("gateway-test-").FullName;
        try
        {
            long used;
            await using (var rig = await QuotaRig.StartAsync("{ per: key, tokensPerDay: 1000000 }", place: folder, services: Use))
            {
                await rig.AskAsync("Cloud");
                used = (long)(await rig.LimitAsync("tokens_per_day"))["used"]!;
                // The next one finds the journal as after a kill: the tables have nothing.
                CopyTo(folder, folder + "-killed");
            }

            await using var next = await QuotaRig.StartAsync(
                "{ per: key, tokensPerDay: 1000000 }", place: folder + "-killed", services: Use);
            await next.AskAsync("Cloud");
            Assert.Equal(2 * used, (long)(await next.LimitAsync("tokens_per_day"))["used"]!);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
            Directory.Delete(folder + "-killed", recursive: true);
        }
    }

    private static void Use(IServiceCollection services) => services.AddSingleton(Busy);

    private static long Pending(TestGateway gateway) => gateway.Services.GetRequiredService<UsageWriter>().Health.Pending;

    private static int Count(JsonNode answer)
    {
        var rows = answer as JsonArray ?? answer["data"]!.AsArray();
        return rows[0]!["requests"] is null ? rows.Count : rows.Sum(static r => (int)r!["requests"]!);
    }

    private static void CopyTo(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*.journal", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            using var source = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var target = File.Create(copy);
            source.CopyTo(target);
        }
    }
}
