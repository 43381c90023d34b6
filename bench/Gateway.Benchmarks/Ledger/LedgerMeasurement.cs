using System.Diagnostics;
using System.Globalization;
using Gateway.Configuration;
using Gateway.Ledger.Queries;
using Gateway.Ledger.Records;
using Gateway.Ledger.Storage;
using Gateway.Ledger.Store;
using Gateway.Ledger.Store.Sums;
using Gateway.Ledger.Store.Writing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Benchmarks.Ledger;

/// <summary>
/// Measures how fast records and their sums are written to the ledger, and how long dashboard queries take over the sums of ten million
/// records of 90 days. It uses SQLite in a folder of its own, and PostgreSQL if GATEWAY_POSTGRES holds a connection string.
/// </summary>
internal static class LedgerMeasurement
{
    private const int Days = 90;

    private static readonly DateTimeOffset Start = new(2026, 8, 1, 0, 0, 0, TimeSpan.Zero);

    /// <param name="thousands">The number of records in the sums, in thousands.</param>
    public static async Task<int> RunAsync(int thousands)
    {
        var folder = Directory.CreateTempSubdirectory("gateway-ledger-").FullName;
        try
        {
            foreach (var batch in (int[])[50, 500, 2000])
            {
                await WriteAsync(InFile(folder, $"write-{batch}.db"), batch, thousands * 10);
            }

            await AskAsync(InFile(folder, "sums.db"), thousands);
            if (Environment.GetEnvironmentVariable("GATEWAY_POSTGRES") is { } connection)
            {
                var postgres = new DatabaseOptions(StorageProvider.PostgreSql, connection, null, true);
                await WriteAsync(postgres, 500, thousands * 10);
                await WriteAsync(postgres, 2000, thousands * 10);
                await AskAsync(postgres, thousands);
            }

            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static DatabaseOptions InFile(string folder, string name) =>
        DatabaseOptions.From(new StorageConfig { LedgerPath = Path.Combine(folder, name) }, new ConfigLocation(null)).Options.ForLedger;

    private static LedgerDatabase Open(DatabaseOptions options) => new(options, TimeProvider.System, NullLogger<LedgerDatabase>.Instance);

    private static async Task WriteAsync(DatabaseOptions options, int batch, int count)
    {
        using var database = Open(options);
        var store = new UsageStore(database, new LedgerConfig());
        var spread = new RecordSpread(batch);
        // Records arrive at 100 a second.
        var batches = Enumerable.Range(0, count).Select(i => spread.Next(Start.ToUnixTimeMilliseconds() + i * 10L)).Chunk(batch).ToList();
        await store.WriteAsync(batches[0], default);
        using var process = Process.GetCurrentProcess();
        var processor = process.TotalProcessorTime;
        var clock = Stopwatch.StartNew();
        foreach (var records in batches.Skip(1))
        {
            await store.WriteAsync(records, default);
        }

        var seconds = clock.Elapsed.TotalSeconds;
        process.Refresh();
        processor = process.TotalProcessorTime - processor;
        Tell(
            $"{options.Provider}: {(count - batch) / seconds:0} records a second in batches of {batch} (goal 20000), {1000 * seconds / (batches.Count - 1):0.0} ms each; {processor.TotalMicroseconds / (count - batch):0} us of a processor a record");
        clock.Restart();
        foreach (var records in batches)
        {
            await store.WriteAsync(records, default);
        }

        Tell($"    the same once more, all there already: {count / clock.Elapsed.TotalSeconds:0} records a second");
    }

    private static async Task AskAsync(DatabaseOptions options, int thousands)
    {
        using var database = Open(options);
        var (rows, groups) = await FillAsync(database, thousands);
        var size = options.File is { } file ? $", {new FileInfo(file).Length / 1048576} MiB" : "";
        Tell($"{options.Provider}: sums of {thousands / 1000.0:0.0} million records of {Days} days: {rows} rows, {groups} groups{size}");
        var queries = new UsageQueries(database);
        var end = Start.AddDays(Days);
        foreach (var zone in (string[])["Asia/Shanghai", "Europe/Berlin"])
        {
            await AskAsync(
                queries, $"day x team, 30 days, {zone}", Query(end.AddDays(-30), end, UsageInterval.Day, zone, [UsageDimension.Team]));
        }

        await AskAsync(
            queries, "hour x model, 7 days", Query(end.AddDays(-7), end, UsageInterval.Hour, "Asia/Shanghai", [UsageDimension.Model]));
        await AskAsync(
            queries, "total by key, 30 days", Query(end.AddDays(-30), end, UsageInterval.Total, "Asia/Shanghai", [UsageDimension.Key]));
        await AskAsync(
            queries, "day x key, 30 days", Query(end.AddDays(-30), end, UsageInterval.Day, "Asia/Shanghai", [UsageDimension.Key]));
        await AskAsync(
            queries, "one key: day, 30 days",
            Query(end.AddDays(-30), end, UsageInterval.Day, "Asia/Shanghai", [], (UsageDimension.Key, "KEY-7")));
        await AskAsync(
            queries, "one key: day x model, 30 days",
            Query(end.AddDays(-30), end, UsageInterval.Day, "Asia/Shanghai", [UsageDimension.Model], (UsageDimension.Key, "key-7")));
        await AskAsync(
            queries, "one team: day x key, 30 days",
            Query(end.AddDays(-30), end, UsageInterval.Day, "Asia/Shanghai", [UsageDimension.Key], (UsageDimension.Team, "team-3")));
        await AskAsync(
            queries, "total by team x model, 30 days",
            Query(end.AddDays(-30), end, UsageInterval.Total, "Asia/Shanghai", [UsageDimension.Team, UsageDimension.Model]));
        await AskAsync(queries, "month, all", Query(Start, end, UsageInterval.Month, "Asia/Shanghai", []));
        var spent = new SpentReader(database, new LedgerConfig(), TimeProvider.System);
        SpentQuery[] windows = [.. Enumerable.Range(0, 100).Select(
            i => new SpentQuery(end.AddDays(i % 2 == 0 ? -30 : -1)) { Key = $"key-{i / 2}" })];
        await BestAsync("quotas: 50 keys, a day and a month", () => spent.ReadAsync(windows, default));
    }

    private static async Task<(long Rows, int Groups)> FillAsync(LedgerDatabase database, int thousands)
    {
        var spread = new RecordSpread(1);
        var each = thousands * 1000 / Days;
        long rows = 0;
        var known = new HashSet<long>();
        for (var day = 0; day < Days; day++)
        {
            var sums = new SumBatch(Grain.Of(LedgerStep.Hour));
            var first = Start.AddDays(day).ToUnixTimeMilliseconds();
            for (var i = 0; i < each; i++)
            {
                sums.Add(spread.Next(first + (long)(86_400_000.0 * i / each)));
            }

            var (groups, changes) = sums.ToRows();
            rows += changes.Count;
            known.UnionWith(groups.Keys);
            await database.RunAsync(
                async connection =>
                {
                    await using var transaction = await connection.BeginTransactionAsync();
                    await LedgerRows.For(database.IsPostgres, connection, transaction).AddAsync(groups, changes, default);
                    await transaction.CommitAsync();
                    return true;
                },
                default);
        }

        return (rows, known.Count);
    }

    private static UsageQuery Query(
        DateTimeOffset from, DateTimeOffset to, UsageInterval interval, string zone, UsageDimension[] by,
        (UsageDimension Of, string Value)? only = null)
    {
        var filter = new UsageFilter(from, to);
        return new UsageQuery(
            only is { } value
                ? filter with { Values = new Dictionary<UsageDimension, IReadOnlyList<string?>> { [value.Of] = [value.Value] } }
                : filter,
            by,
            interval,
            TimeZoneInfo.FindSystemTimeZoneById(zone));
    }

    private static Task AskAsync(UsageQueries queries, string what, UsageQuery query) =>
        BestAsync(what, () => queries.ReportAsync(query, default));

    private static async Task BestAsync<T>(string what, Func<Task<T>> ask)
    {
        // CPU time is reported too, because wall-clock time also depends on what else runs on the machine.
        const int rounds = 9;
        var times = new List<double>();
        using var process = Process.GetCurrentProcess();
        var processor = process.TotalProcessorTime;
        for (var i = 0; i < rounds; i++)
        {
            var clock = Stopwatch.StartNew();
            await ask();
            times.Add(clock.Elapsed.TotalMilliseconds);
        }

        process.Refresh();
        processor = process.TotalProcessorTime - processor;
        var first = times[0];
        times.Sort();
        Tell(
            $"    {what}: median {times[rounds / 2]:0.0} ms, best {times[0]:0.0}, first {first:0.0}; {processor.TotalMilliseconds / rounds:0.0} ms of a processor (goal 50)");
    }

    private static void Tell(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
