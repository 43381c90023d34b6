using Gateway.Configuration;
using Gateway.Ledger.Queries;
using Gateway.Ledger.Records;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Ledger.Queries;

/// <summary>
/// The ledger's totals for quotas are exact to the record, wherever the window begins, for keys, owners, teams, names and everyone.
/// </summary>
[Collection("PostgreSQL")]
public sealed class SpentAgreesTests(PostgresServer server)
{
    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgresql")]
    public async Task Spent_IsWhatTheRecordsComeTo_WhereverTheWindowBegins(string provider)
    {
        using var rig = await LedgerRig.CreateAsync(provider, server, new LedgerConfig { KeepRequests = TimeSpan.FromDays(60) });
        var random = new Random(3);
        var records = Enumerable.Range(0, 800).Select(_ => Any(random)).ToList();
        await rig.Store.WriteAsync(records, default);
        DateTimeOffset[] moments = [
            .. Enumerable.Range(0, 12).Select(_ => LedgerRig.Now.AddMilliseconds(-random.NextInt64(40L * 86_400_000))),
            LedgerRig.Now.AddDays(-30), LedgerRig.Now.AddMinutes(-10), LedgerRig.Now.AddMinutes(-1)
        ];
        var queries = moments.SelectMany(from => (SpentQuery[])
        [
            new(from),
            new(from) { Key = "KEY-1" },
            new(from) { Owner = "lin" },
            new(from) { Owner = "key-2" },
            new(from) { Team = "ml", Names = static tag => tag.Equals("coder", StringComparison.OrdinalIgnoreCase) },
            new(from) { Owner = "lin", WithoutTeam = true },
            new(from, from.AddMinutes(20)),
            new(from, from.AddDays(3).AddSeconds(5)) { Key = "key-1" },
        ]).ToList();

        var spent = await rig.Spent.ReadAsync(queries, default);
        Assert.Equal(queries.Select(q => Of(records, q)), spent);
        Assert.Contains(spent, s => s.Tokens > 0);
    }

    [Fact]
    public async Task Hour_WhoseRecordsAreGone_CountsWhole()
    {
        using var rig = await LedgerRig.CreateAsync("sqlite", server, new LedgerConfig { KeepRequests = TimeSpan.FromDays(1) });
        var begin = LedgerRig.Now.AddDays(-2).AddMinutes(30);
        await rig.Store.WriteAsync([LedgerRig.Record(begin.AddMinutes(-1)), LedgerRig.Record(begin.AddMinutes(1))], default);
        await rig.Retention.DropAsync(default);
        Assert.Equal(214, (await rig.Spent.ReadAsync([new SpentQuery(begin)], default))[0].Tokens);
    }

    [Fact]
    public async Task Nothing_IsSpent_WhereNothingWasWritten()
    {
        using var rig = await LedgerRig.CreateAsync("sqlite", server);
        Assert.Equal([default], await rig.Spent.ReadAsync([new SpentQuery(LedgerRig.Now)], default));
        Assert.False(File.Exists(rig.File));
    }

    private static Spent Of(List<UsageRecord> records, SpentQuery query) => records
        .Where(
            r => r.CountedAt >= query.From.ToUnixTimeMilliseconds()
                && (query.To is not { } to || r.CountedAt < to.ToUnixTimeMilliseconds()))
        .Where(r => query.Counts(r.Key, r.Owner, r.Team, r.Tag))
        .Aggregate(default(Spent), (sum, r) => sum + new Spent((r.Tokens.Prompt ?? 0) + (r.Tokens.Output ?? 0), r.ChargedNano));

    private static UsageRecord Any(Random random)
    {
        var at = LedgerRig.Now.AddMilliseconds(-random.NextInt64(45L * 86_400_000));
        return new UsageRecord
        {
            Request = Guid.CreateVersion7(at),
            CountedAt = at.ToUnixTimeMilliseconds(),
            ReceivedAt = at.ToUnixTimeMilliseconds(),
            Key = $"key-{random.Next(4)}",
            Owner = random.Next(2) == 0 ? null : "lin",
            Team = random.Next(2) == 0 ? null : "ml",
            Client = "other",
            Tag = random.Next(2) == 0 ? "Coder" : null,
            Operation = "chat",
            Tokens = new Gateway.Wire.Usage.TokenUsage { Prompt = random.Next(100), Output = random.Next(100) },
            ChargedNano = random.Next(1_000_000),
            End = Gateway.Wire.Streams.AnswerEnd.Complete,
        };
    }
}
