using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Gateway.Ledger.Queries;
using Gateway.Ledger.Records;
using Gateway.Tests.Hosting;
using Gateway.Wire.Streams;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Promises;

/// <summary>Clients who ask a gateway without a break, streamed and not, and remember each answer. One that fails fails the test.</summary>
internal sealed class LedgerLoad : IAsyncDisposable
{
    private const int Clients = 4;
    private const string Key = "sk-gw-12345678-a-key-for-this-test-only";

    // Some of every moment say more than as many as it can take.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private readonly Rig _rig;
    private readonly CancellationTokenSource _over = new();
    private readonly ConcurrentQueue<Guid> _answered = new();
    private readonly Task _running;

    private LedgerLoad(Rig rig)
    {
        _rig = rig;
        _running = Task.WhenAll(Enumerable.Range(0, Clients).Select(i => Task.Run(() => AskForEverAsync(stream: i % 2 == 0))));
    }

    public int Answered => _answered.Count;

    /// <summary>A gateway with this database, before its backends.</summary>
    public static async Task<Rig> StartRigAsync(TestDatabase database)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Key)));
        var rig = await Rig.StartAsync($"keys: [ {{ name: load, sha256: \"{hash}\" }} ]\n{database.Yaml}");
        rig.Client.DefaultRequestHeaders.Authorization = new("Bearer", Key);
        return rig;
    }

    /// <summary>Lets them begin, and waits until the first are in the ledger.</summary>
    public static async Task<LedgerLoad> StartAsync(Rig rig)
    {
        var load = new LedgerLoad(rig);
        await WaitUntil.TrueAsync(() => load._running.IsCompleted || load.Answered > 50);
        Assert.False(load._running.IsCompleted, $"{load._running.Exception}");
        Assert.NotEmpty(await rig.Gateway.RecordsAsync());
        return load;
    }

    /// <summary>What can be read at this moment, without waiting for what is on its way.</summary>
    public static async Task<List<UsageRecord>> ReadAsync(TestGateway gateway)
    {
        var records = new List<UsageRecord>();
        var all = new UsageFilter(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(1000));
        await foreach (var record in gateway.Services.GetRequiredService<IUsageQueries>().RecordsAsync(all, null, default))
        {
            records.Add(record);
        }

        return records;
    }

    public async Task EndAsync()
    {
        await _over.CancelAsync();
        await _running;
    }

    /// <summary>Says that each answer has one record, and that there is no other.</summary>
    public void AreAllIn(IReadOnlyList<UsageRecord> records)
    {
        Assert.Equal(_answered.Order(), records.Select(static r => r.Request).Order());
        Assert.All(records, static r => Assert.Equal(AnswerEnd.Complete, r.End));
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _over.Dispose();
    }

    private async Task AskForEverAsync(bool stream)
    {
        using var pause = new PeriodicTimer(Pause);
        while (!_over.IsCancellationRequested)
        {
            using var response = await _rig.ChatAsync("Open", stream);
            var text = await response.Content.ReadAsStringAsync();
            Assert.True(response.IsSuccessStatusCode && (!stream || text.EndsWith("data: [DONE]\n\n", StringComparison.Ordinal)), text);
            _answered.Enqueue(Guid.ParseExact(response.Header("x-request-id"), "N"));
            await pause.WaitForNextTickAsync(CancellationToken.None);
        }
    }
}
