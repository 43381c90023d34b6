using System.Collections.Concurrent;
using System.Diagnostics;
using Gateway.Quotas;
using Gateway.Quotas.Redis;

namespace Gateway.Tests.Quotas.Redis;

/// <summary>
/// Requests at a steady rate, each settled a little later to other figures than it was reserved with; and what must be counted
/// in the end. A failure ends the load and is the test's.
/// </summary>
internal sealed class QuotaLoad(params LossTolerantQuotaStore[] stores)
{
    private const int PerSecond = 200;

    private readonly ConcurrentBag<double> _waits = [];
    private readonly ConcurrentQueue<Task> _running = [];
    private readonly Random _random = new(5);
    private long _admitted;
    private long _tokens;
    private long _nano;

    public static QuotaSubject[] Subjects { get; } =
    [
        new("owner:lin", QuotaLimits.Of(1_000_000, 1L << 40, 100_000, 1L << 40, 1L << 40, 1L << 50, 1L << 50), QuotaCalendar.Utc),
        new("team:ml", QuotaLimits.Of(requestsPerMinute: 1_000_000, moneyPerMonth: 1L << 50), QuotaCalendar.Utc),
        new("everyone", QuotaLimits.Of(concurrent: 100_000), QuotaCalendar.Utc),
    ];

    /// <summary>The longest wait of 99 in 100 calls, in milliseconds.</summary>
    public double P99
    {
        get
        {
            var waits = _waits.Order().ToArray();
            return waits[(int)(waits.Length * 0.99)];
        }
    }

    public async Task RunAsync(TimeSpan duration)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; Stopwatch.GetElapsedTime(start) is var now && now < duration; i++)
        {
            var due = TimeSpan.FromSeconds((double)i / PerSecond);
            if (due > now)
            {
                await Task.Delay(due - now);
            }

            _running.Enqueue(RequestAsync(stores[i % stores.Length], _random.Next(20, 400), _random.Next(1, 3000)));
        }

        await Task.WhenAll(_running);
    }

    /// <summary>Waits until what was begun by now has its answers. Who waits for a Redis that is away has none before it is back.</summary>
    public Task AnsweredAsync() => Task.WhenAll(_running.ToArray()).WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>What Redis counts is what was admitted and settled, to the last token.</summary>
    public async Task IsCountedAsync(RedisQuotaStore redis, TimeSpan within)
    {
        var wanted = (
            Requests: _admitted, Tokens: _tokens, Running: 0L, Day: new QuotaAmount(_tokens, _nano),
            Month: new QuotaAmount(_tokens, _nano));
        using var limit = new CancellationTokenSource(within);
        while (true)
        {
            var uses = await redis.PeekAsync(Subjects, CancellationToken.None);
            if (uses.All(u => (u.RequestsInMinute, u.TokensInMinute, u.Concurrent, u.InDay.Used, u.InMonth.Used) == wanted))
            {
                return;
            }

            Assert.False(
                limit.IsCancellationRequested,
                $"Wanted {wanted}, but counted is {string.Join("; ", uses.Select(u => u with { Subject = null! }))}");
            await Task.Delay(50);
        }
    }

    private async Task RequestAsync(LossTolerantQuotaStore store, int milliseconds, int used)
    {
        var id = Guid.NewGuid().ToString("N");
        var decision = await TimedAsync(store.ReserveAsync(new QuotaClaim(id, Subjects, new(2000, 2_000_000), new(500, 500_000)), default));
        Assert.True(decision.IsGranted, $"{decision}");
        Interlocked.Increment(ref _admitted);
        await Task.Delay(milliseconds);
        var amount = new QuotaAmount(used, used * 1000L);
        Assert.True(await TimedAsync(store.SettleAsync(id, amount, default)));
        Interlocked.Add(ref _tokens, amount.Tokens);
        Interlocked.Add(ref _nano, amount.Nano);
    }

    private async Task<T> TimedAsync<T>(ValueTask<T> call)
    {
        var began = Stopwatch.GetTimestamp();
        var result = await call;
        _waits.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        return result;
    }
}
