using System.Text.Json.Nodes;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;
using Microsoft.Data.Sqlite;

namespace Gateway.Tests.Promises.Quotas;

/// <summary>
/// While the ledger cannot be read, nobody knows what is left of a budget, so nothing is spent. Free requests go on, and the client is told
/// to send the others again. Nothing counts from 0.
/// </summary>
public sealed class UnknownBudgetsTests
{
    private static readonly JsonObject s_most = new() { ["max_tokens"] = 900 };

    [Fact]
    public async Task Money_WithALedgerThatIsLocked_IsNotSpent_AndASpentBudgetStaysSpent()
    {
        await using var locked = await LockedAsync("{ per: everyone, moneyPerMonth: 0.001 }", "Cloud");
        var rig = locked.Rig;

        using (var refused = await rig.ChatAsync("Cloud"))
        {
            Assert.Equal("budget_unknown", (string?)(await refused.ErrorAsync(503))["code"]);
            Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 5);
        }

        // What costs nothing goes on, also by a name that has both.
        Assert.Equal(200, (await rig.AskAsync("Local")).Status);
        var (status, _, response) = await rig.AskAsync("Coder");
        Assert.Equal(200, status);
        Assert.Contains("is not known yet", response.Headers.GetValues("x-gateway-decision").Single(), StringComparison.Ordinal);
        Assert.Equal(0, rig.Cloud.Served.Requests);
        Assert.Null((await rig.LimitAsync("money_per_month"))["used"]);
        Assert.Null((await rig.LimitAsync("money_per_month"))["left"]);

        await locked.UnlockAsync();
        await WaitUntil.TrueAsync(async () => (await rig.AskAsync("Cloud")).Status == 402);
        Assert.InRange((decimal)(await rig.LimitAsync("money_per_month"))["used"]!, 0.0009m, 0.001m);
        Assert.Equal(0, rig.Cloud.Served.Requests);
    }

    [Fact]
    public async Task Tokens_WithALedgerThatIsLocked_AreNotSpent_WhateverTheyCost()
    {
        await using var locked = await LockedAsync("{ per: everyone, tokensPerDay: 1000 }", "Local");
        var rig = locked.Rig;
        foreach (var name in new[] { "Cloud", "Local", "Coder" })
        {
            using var refused = await rig.ChatAsync(name);
            Assert.Equal("budget_unknown", (string?)(await refused.ErrorAsync(503))["code"]);
        }

        await locked.UnlockAsync();
        await WaitUntil.TrueAsync(async () => (await rig.AskAsync("Local")).Status == 402);
        Assert.Equal(0, rig.Ollama.Served.Requests + rig.Cloud.Served.Requests);
    }

    [Fact]
    public async Task Refuse_WithALedgerThatIsLocked_DoesNotGoOnWithWhatIsFree()
    {
        await using var locked = await LockedAsync("{ per: everyone, moneyPerMonth: 0.001 }", "Cloud", "whenBudgetSpent: refuse");
        Assert.Equal(503, (await locked.Rig.AskAsync("Coder")).Status);
        Assert.Equal(200, (await locked.Rig.AskAsync("Local")).Status);
    }

    [Fact]
    public async Task Postgres_ThatIsAwayWhenABudgetIsAskedForFirst_HoldsItUntilItIsBack()
    {
        await using var own = new PostgresServer();
        await own.InitializeAsync();
        using var database = await TestDatabase.CreateAsync("postgresql", own);
        await using var rig = await QuotaRig.StartAsync("{ per: everyone, model: Cloud, moneyPerMonth: 1 }", database: database);
        Assert.Equal(200, (await rig.AskAsync("Local")).Status);
        await own.StopAsync();

        Assert.Equal(503, (await rig.AskAsync("Cloud")).Status);

        await own.StartAsync();
        await WaitUntil.TrueAsync(async () => (await rig.AskAsync("Cloud")).Status == 200);
    }

    // A gateway whose predecessor used all but a little, and whose ledger somebody else has in use.
    private static async Task<LockedRig> LockedAsync(string policy, string name, string more = "")
    {
        var folder = Directory.CreateTempSubdirectory("gateway-test-").FullName;
        await using (var before = await QuotaRig.StartAsync(policy, more, place: folder))
        {
            foreach (var (backend, model) in new[] { (before.Cloud, Rig.CloudModel), (before.Ollama, Rig.LocalModel) })
            {
                backend.Script(model, new ModelScript { Words = 2000 });
            }

            await before.AnswerAsync(name, s_most);
        }

        SqliteConnection.ClearAllPools();
        var other = new SqliteConnection($"Data Source={Path.Combine(folder, "data/ledger.db")};Pooling=False");
        await other.OpenAsync();
        await using var command = other.CreateCommand();
        command.CommandText = "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE";
        await command.ExecuteNonQueryAsync();
        return new LockedRig(folder, other, await QuotaRig.StartAsync(policy, more, place: folder));
    }

    private sealed record LockedRig(string Folder, SqliteConnection Other, Rig Rig) : IAsyncDisposable
    {
        public ValueTask UnlockAsync() => Other.DisposeAsync();

        public async ValueTask DisposeAsync()
        {
            await Other.DisposeAsync();
            await Rig.DisposeAsync();
            Directory.Delete(Folder, recursive: true);
        }
    }
}
