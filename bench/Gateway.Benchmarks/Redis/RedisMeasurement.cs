using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Gateway.Quotas;
using Gateway.Quotas.Redis;
using StackExchange.Redis;

namespace Gateway.Benchmarks.Redis;

/// <summary>
/// Measures what a reservation in Redis costs: the caller's wait at 1,000 a second, and the CPU time of Redis, which has one processor for
/// all replicas. There are four subjects with seven limits each, and a hundred owners in ten teams. Each request is settled a second later.
/// </summary>
internal static class RedisMeasurement
{
    private const int PerSecond = 1000;

    private static readonly QuotaLimits Limits = new(static _ => 1L << 50);
    private static readonly QuotaAmount Estimate = new(2000, 3_000_000);

    public static async Task<int> RunAsync(int seconds)
    {
        using var redis = new OwnRedis();
        var options = RedisConnection.Options(redis.Config, password: null);
        options.AllowAdmin = true;
        await using var connection = await ConnectionMultiplexer.ConnectAsync(options);
        var server = connection.GetServer(redis.Config.Endpoints[0]);
        while (!server.IsConnected)
        {
            await Task.Delay(50);
        }

        var scripting = new RedisScripting(connection.GetDatabase(), new RedisKeys("gw")) { Epoch = "bench" };
        await scripting.CreateAsync(CountersName.Parse("bench"));
        var store = new RedisQuotaStore(scripting, TimeProvider.System);
        await PacedAsync(2, i => ReserveAndSettleAsync(store, Claim(i, "warm-up")));
        Tell("a GET, for comparison", await PacedAsync(seconds / 4, async _ =>
        {
            await scripting.Database.StringGetAsync("nothing");
            return Task.CompletedTask;
        }));
        await server.ConfigResetStatisticsAsync();
        var waits = await PacedAsync(seconds, i => ReserveAndSettleAsync(store, Claim(i, "measured")));
        Tell("reserve, 28 limits (goals: p50 0.25, p99 1.0)", waits);
        var calls = await CallsAsync(server);
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture, $"commands sent for {waits.Length} reservations and as many settlements: {calls.Count}"));

        await server.ConfigResetStatisticsAsync();
        for (var i = 0; i < 5000; i++)
        {
            await store.ReserveAsync(Claim(i, "cpu"), default);
        }

        var reserve = await CallsAsync(server);
        await server.ConfigResetStatisticsAsync();
        for (var i = 0; i < 5000; i++)
        {
            await store.SettleAsync($"cpu-{i}", new QuotaAmount(700, 1_000_000), default);
        }

        var settle = await CallsAsync(server);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"time of Redis: {reserve.Microseconds:0.0} us a reservation (goal 100), {settle.Microseconds:0.0} us a settlement (goal 60)"));
        return 0;
    }

    private static void Tell(string what, double[] waits)
    {
        Array.Sort(waits);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what}, {PerSecond} a second: p50 {waits[waits.Length / 2]:0.000} ms, p99 {waits[waits.Length * 99 / 100]:0.000} ms, "
            + $"highest {waits[^1]:0.00} ms"));
    }

    // The first task of each pair is measured, and the second follows it. A thread of its own sets the pace: timers tick in milliseconds,
    // and calls in a bunch would wait for each other.
    private static Task<double[]> PacedAsync(int seconds, Func<int, Task<Task>> call) =>
        Task.Factory.StartNew(() => Pace(seconds, call), TaskCreationOptions.LongRunning).Unwrap();

    private static async Task<double[]> Pace(int seconds, Func<int, Task<Task>> call)
    {
        var waits = new double[seconds * PerSecond];
        var pending = new Task[waits.Length];
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < waits.Length; i++)
        {
            var due = TimeSpan.FromSeconds((double)i / PerSecond);
            while (Stopwatch.GetElapsedTime(start) is var now && now < due)
            {
                _ = Sleep(100);
            }

            var index = i;
            pending[i] = Task.Run(() => TimedAsync(index));
        }

        await Task.WhenAll(pending);
        return waits;

        async Task TimedAsync(int index)
        {
            var began = Stopwatch.GetTimestamp();
            var rest = await call(index);
            waits[index] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            await rest;
        }
    }

    private static async Task<Task> ReserveAndSettleAsync(RedisQuotaStore store, QuotaClaim claim)
    {
        var decision = await store.ReserveAsync(claim, default);
        return decision.IsGranted ? SettleAsync() : throw new InvalidOperationException($"refused by {decision.Subject} {decision.Kind}");

        async Task SettleAsync()
        {
            await Task.Delay(1000);
            await store.SettleLateAsync(claim.Id, new QuotaAmount(700, 1_000_000), claim.Subjects);
        }
    }

    [DllImport("libc", EntryPoint = "usleep")]
    private static extern int Sleep(uint microseconds);

    private static QuotaClaim Claim(int number, string name)
    {
        var owner = number % 100;
        QuotaSubject[] subjects =
        [
            new($"key:k{owner}", Limits, QuotaCalendar.Utc),
            new($"owner:o{owner}", Limits, QuotaCalendar.Utc),
            new($"team:t{owner % 10}", Limits, QuotaCalendar.Utc),
            new("everyone", Limits, QuotaCalendar.Utc),
        ];
        return new QuotaClaim($"{name}-{number}", subjects, Estimate, new QuotaAmount(500, 500_000));
    }

    private static async Task<(long Count, double Microseconds)> CallsAsync(IServer server)
    {
        var stats = (await server.InfoAsync("commandstats")).SelectMany(g => g).Single(s => s.Key == "cmdstat_evalsha").Value;
        var parts = stats.Split(',').Select(p => p.Split('=')).ToDictionary(
            p => p[0], p => double.Parse(p[1], CultureInfo.InvariantCulture));
        return ((long)parts["calls"], parts["usec_per_call"]);
    }
}
