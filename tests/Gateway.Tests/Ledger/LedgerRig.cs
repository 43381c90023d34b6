using System.Data.Common;
using Gateway.Configuration;
using Gateway.Ledger.Captures;
using Gateway.Ledger.Pricing;
using Gateway.Ledger.Queries;
using Gateway.Ledger.Records;
using Gateway.Ledger.Storage;
using Gateway.Ledger.Store;
using Gateway.Ledger.Store.Sums;
using Gateway.Ledger.Store.Tables;
using Gateway.Tests.Hosting;
using Gateway.Wire.Streams;
using Gateway.Wire.Usage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Ledger;

/// <summary>A ledger in an empty database of one of the two kinds.</summary>
internal sealed class LedgerRig : IDisposable
{
    public static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    private readonly TestDatabase _database;
    private readonly List<LedgerDatabase> _opened = [];
    private readonly ILoggerFactory _loggers;

    private LedgerRig(TestDatabase database, LedgerConfig config)
    {
        (_database, Config) = (database, config);
        _loggers = LoggerFactory.Create(l => l.AddProvider(Log));
        Tables = Open();
        Store = new UsageStore(Tables, config);
        Queries = new UsageQueries(Tables);
        Captures = new CaptureStore(Tables);
        Spent = new SpentReader(Tables, config, Time);
        Retention = new RecordRetention(Tables, config, Time, _loggers.CreateLogger<RecordRetention>());
    }

    public LedgerConfig Config { get; }

    public CapturedLog Log { get; } = new();

    public FakeTimeProvider Time { get; } = new(Now);

    public LedgerDatabase Tables { get; }

    public UsageStore Store { get; }

    public UsageQueries Queries { get; }

    public CaptureStore Captures { get; }

    public SpentReader Spent { get; }

    public RecordRetention Retention { get; }

    public DatabaseOptions Options => _database.Options.ForLedger;

    public string File => Options.File!;

    public static async Task<LedgerRig> CreateAsync(string provider, PostgresServer server, LedgerConfig? config = null) =>
        new(await TestDatabase.CreateAsync(provider, server), config ?? new LedgerConfig());

    /// <summary>Another replica's store.</summary>
    public UsageStore Replica(LedgerConfig? config = null) => new(Open(), config ?? Config);

    public static UsageRecord Record(
        DateTimeOffset? at = null, Guid? request = null, string key = "build", string? team = "ml", AnswerEnd end = AnswerEnd.Complete,
        int output = 7) => new()
        {
            Request = request ?? Guid.CreateVersion7(at ?? Now),
            CountedAt = (at ?? Now).ToUnixTimeMilliseconds(),
            ReceivedAt = (at ?? Now).ToUnixTimeMilliseconds() - 3,
            Key = key,
            Team = team,
            Client = "cline",
            Tag = "Coder",
            Model = "qwen2.5-coder:7b",
            Backend = "ollama",
            Operation = "chat",
            TotalMs = 900,
            FirstByteMs = 80,
            Tokens = new TokenUsage
            {
                Source = end == AnswerEnd.Complete ? UsageSource.Backend : UsageSource.Estimated,
                Prompt = 100,
                Output = output
            },
            Cost = new Cost(output * 1000L, "CNY", new DateOnly(2026, 11, 1)),
            ChargedNano = output * 1000L,
            Status = 200,
            End = end,
            Attempts = 1,
        };

    public async Task<List<UsageRecord>> AllAsync()
    {
        var all = new List<UsageRecord>();
        await foreach (var record in Queries.RecordsAsync(new UsageFilter(DateTimeOffset.UnixEpoch, Now.AddYears(9)), null, default))
        {
            all.Add(record);
        }

        return all;
    }

    /// <summary>Says that the sums are those of the rows, each of them.</summary>
    /// <param name="without">Fields that a gateway of before, which wrote some of them, could not know.</param>
    public async Task AgreeAsync(Predicate<RecordField>? without = null)
    {
        var wanted = new SumBatch(Grain.Of(Config.Step));
        (await AllAsync()).ForEach(r => wanted.Add(r));
        var (groups, rows) = wanted.ToRows();
        var stored = new SortedDictionary<SumRow, long[]>();
        var known = new HashSet<long>();
        await Tables.RunAsync(
            async connection =>
            {
                await ReadAsync(connection, $"SELECT * FROM {SumTables.Sums}", r =>
                {
                    var sums = SumField.Names.Select(n => r.GetInt64(r.GetOrdinal(n))).ToArray();
                    if (sums.Any(s => s != 0))
                    {
                        stored.Add(new SumRow(r.GetInt32(0), r.GetInt32(1), r.GetInt64(2), r.GetInt64(3)), sums);
                    }
                });
                await ReadAsync(connection, $"SELECT id FROM {SumTables.Groups}", r => known.Add(r.GetInt64(0)));
                return true;
            },
            default);
        Assert.Equal(rows.Keys, stored.Keys);
        var unknown = RecordFields.Sums.Where(f => without?.Invoke(f) == true).Select(static f => f.Name).ToHashSet();
        Assert.All(rows, r => Assert.Equal(Known(r.Value), Known(stored[r.Key])));
        Assert.Superset(groups.Keys.ToHashSet(), known);

        IEnumerable<long> Known(long[] sums) => sums.Where((_, i) => !unknown.Contains(SumField.Names[i]));
    }

    public void Dispose()
    {
        _opened.ForEach(static o => o.Dispose());
        Retention.Dispose();
        _loggers.Dispose();
        _database.Dispose();
    }

    private static async Task ReadAsync(DbConnection connection, string text, Action<DbDataReader> row)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = text;
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            row(reader);
        }
    }

    private LedgerDatabase Open()
    {
        var opened = new LedgerDatabase(Options, Time, _loggers.CreateLogger<LedgerDatabase>());
        _opened.Add(opened);
        return opened;
    }
}
