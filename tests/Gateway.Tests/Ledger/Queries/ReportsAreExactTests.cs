using Gateway.Configuration;
using Gateway.Ledger.Queries;
using Gateway.Ledger.Records;
using Gateway.Tests.Hosting;
using Gateway.Wire.Streams;

namespace Gateway.Tests.Ledger.Queries;

/// <summary>A report is the exact sum of its records, however it is grouped, filtered and divided.</summary>
[Collection("PostgreSQL")]
public sealed class ReportsAreExactTests(PostgresServer server)
{
    private static readonly DateTimeOffset From = new(2026, 11, 3, 5, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgresql")]
    public async Task Reports_AreWhatTheRecordsComeTo(string provider)
    {
        using var rig = await LedgerRig.CreateAsync(provider, server);
        var random = new Random(11);
        var records = Enumerable.Range(0, 600).Select(_ => Any(random)).ToList();
        await rig.Store.WriteAsync(records, default);
        UsageDimension[][] groups = [
            [], [UsageDimension.Team], [UsageDimension.Key], [UsageDimension.Status], [UsageDimension.Model, UsageDimension.Owner],
            [UsageDimension.Backend, UsageDimension.Client, UsageDimension.Tag]
        ];
        (UsageDimension Of,
            string?[] Values)?[] filters = [
                null, (UsageDimension.Team, ["ML"]), (UsageDimension.Owner, [null, "lin"]),
                (UsageDimension.Key, ["key-1", "KEY-2", "nobody"]), (UsageDimension.Model, ["nobody's"])
            ];
        foreach (var interval in Enum.GetValues<UsageInterval>())
        {
            foreach (var by in groups)
            {
                foreach (var only in filters)
                {
                    await CompareAsync(rig, records, interval, by, only);
                }
            }
        }
    }

    [Fact]
    public async Task Names_ThatDifferInCaseAlone_AreOne()
    {
        using var rig = await LedgerRig.CreateAsync("sqlite", server);
        await rig.Store.WriteAsync(
            [LedgerRig.Record(team: "ÉQUIPE"), LedgerRig.Record(team: "équipe"), LedgerRig.Record(team: null)], default);
        var filter = new UsageFilter(LedgerRig.Now, LedgerRig.Now.AddHours(1));
        var report = await rig.Queries.ReportAsync(
            new UsageQuery(filter, [UsageDimension.Team], UsageInterval.Total, TimeZoneInfo.Utc), default);
        Assert.Equal([2L, 1L], report.Rows.Select(r => r.Sums.Requests));
        Assert.Null(report.Rows[1].Group[0]);
    }

    [Fact]
    public async Task Sums_TellMoneyByCurrency_TimesByBucket_AndPartsOfARequestOnce()
    {
        using var rig = await LedgerRig.CreateAsync("sqlite", server);
        var euros = LedgerRig.Record(output: 3);
        euros.Cost = new Gateway.Ledger.Pricing.Cost(5, "EUR", default);
        var part = LedgerRig.Record(request: euros.Request, output: 2, end: AnswerEnd.Truncated);
        (part.Answer, part.CountsAsRequest) = (2, false);
        var begun = LedgerRig.Record(end: AnswerEnd.Unknown, output: 0);
        await rig.Store.WriteAsync([euros, part, begun], default);
        var report = await rig.Queries.ReportAsync(
            new UsageQuery(new UsageFilter(LedgerRig.Now, LedgerRig.Now.AddHours(1)), [], UsageInterval.Total, TimeZoneInfo.Utc), default);
        var sums = Assert.Single(report.Rows).Sums;
        Assert.Equal((2, 1, 1, 300, 5), (sums.Requests, sums.Failed, sums.Estimated, sums.Prompt, sums.Output));
        Assert.Equal([("CNY", 2000L), ("EUR", 5L)], sums.Costs.Select(c => (c.Key, c.Value)));
        Assert.Equal((1, 1), (sums.Total.Sum(), sums.FirstByte.Sum()));
        Assert.Equal(1, sums.Total[LatencyBuckets.Of(900)]);
        Assert.Equal(1, sums.FirstByte[LatencyBuckets.Of(80)]);
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgresql")]
    public async Task Step_ThatWasChanged_LeavesWhatWasCounted(string provider)
    {
        using var rig = await LedgerRig.CreateAsync(provider, server);
        await rig.Store.WriteAsync([LedgerRig.Record(), LedgerRig.Record(LedgerRig.Now.AddDays(-1))], default);
        await rig.Replica(new() { Step = LedgerStep.QuarterHour }).WriteAsync([LedgerRig.Record(LedgerRig.Now.AddMinutes(20))], default);
        foreach (var interval in Enum.GetValues<UsageInterval>())
        {
            var report = await rig.Queries.ReportAsync(
                new UsageQuery(new UsageFilter(LedgerRig.Now.AddDays(-3), LedgerRig.Now.AddDays(3)), [], interval, TimeZoneInfo.Utc),
                default);
            Assert.Equal(3, report.Totals.Requests);
        }
    }

    private static async Task CompareAsync(
        LedgerRig rig, List<UsageRecord> records, UsageInterval interval, UsageDimension[] by, (UsageDimension Of, string?[] Values)? only)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");
        var filter = new UsageFilter(From.AddHours(10), From.AddDays(20));
        if (only is { } values)
        {
            filter = filter with { Values = new Dictionary<UsageDimension, IReadOnlyList<string?>> { [values.Of] = values.Values } };
        }

        var report = await rig.Queries.ReportAsync(new UsageQuery(filter, by, interval, zone), default);
        var meant = records.Where(
            r => r.CountedAt >= filter.From.ToUnixTimeMilliseconds() && r.CountedAt < filter.To.ToUnixTimeMilliseconds()
            && (only is not { } o || o.Values.Contains(Of(r, o.Of), StringComparer.OrdinalIgnoreCase))).ToList();
        var wanted = meant
            .GroupBy(r => (Start(r, interval, zone, filter), string.Join('|', by.Select(d => Of(r, d) ?? "~"))))
            .Select(
                g => (
                    g.Key, g.LongCount(), g.Sum(r => (long)r.Tokens.Output!), g.Sum(r => r.ChargedNano),
                    g.LongCount(r => r.End is not (AnswerEnd.Complete or AnswerEnd.Refused)), g.LongCount(r => r.End == AnswerEnd.Refused)))
            .OrderBy(g => g.Key.Item1).ThenBy(g => g.Key.Item2, StringComparer.Ordinal);
        Assert.Equal(wanted, report.Rows
            .Select(
                r => (
                    (r.Start.ToUnixTimeSeconds(), string.Join('|', r.Group.Select(g => g ?? "~"))), r.Sums.Requests, r.Sums.Output,
                    r.Sums.ChargedNano, r.Sums.Failed, r.Sums.Refused))
            .OrderBy(r => r.Item1.Item1).ThenBy(r => r.Item1.Item2, StringComparer.Ordinal));
        Assert.Equal(
            (meant.Count, meant.Sum(r => (long)r.Tokens.Output!), meant.Count(r => r.End == AnswerEnd.Refused)),
            (report.Totals.Requests, report.Totals.Output, report.Totals.Refused));
        Assert.Equal(report.Rows.OrderBy(r => r.Start).Select(r => r.Start), report.Rows.Select(r => r.Start));
    }

    private static long Start(UsageRecord record, UsageInterval interval, TimeZoneInfo zone, UsageFilter filter)
    {
        var local = TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(record.CountedAt), zone);
        return (interval switch
        {
            UsageInterval.Total => filter.From,
            UsageInterval.Hour => local.AddTicks(-(local.Ticks % TimeSpan.TicksPerHour)),
            UsageInterval.Day => new DateTimeOffset(local.Date, local.Offset),
            _ => new DateTimeOffset(local.Date.AddDays(1 - local.Day), local.Offset),
        }).ToUnixTimeSeconds();
    }

    private static string? Of(UsageRecord r, UsageDimension dimension) => dimension switch
    {
        UsageDimension.Team => r.Team,
        UsageDimension.Owner => r.Owner,
        UsageDimension.Key => r.Key,
        UsageDimension.Tag => r.Tag,
        UsageDimension.Model => r.Model,
        UsageDimension.Backend => r.Backend,
        UsageDimension.Client => r.Client,
        _ => UsageWords.Of(r.End),
    };

    private static UsageRecord Any(Random random)
    {
        var at = From.AddMinutes(random.Next(25 * 24 * 60));
        var output = random.Next(1000);
        return new UsageRecord
        {
            Request = Guid.CreateVersion7(at),
            CountedAt = at.ToUnixTimeMilliseconds(),
            ReceivedAt = at.ToUnixTimeMilliseconds(),
            Key = $"key-{random.Next(4)}",
            Owner = random.Next(3) == 0 ? null : random.Next(2) == 0 ? "lin" : "wang",
            Team = random.Next(3) == 0 ? null : random.Next(2) == 0 ? "ml" : "web",
            Client = random.Next(2) == 0 ? "cline" : "other",
            Tag = random.Next(2) == 0 ? "Coder" : null,
            Model = $"model-{random.Next(3)}",
            Backend = random.Next(2) == 0 ? "ollama" : "siliconflow",
            Operation = "chat",
            Tokens = new Gateway.Wire.Usage.TokenUsage { Prompt = 5, Output = output },
            ChargedNano = output * 17,
            End = random.Next(8) switch
            {
                0 =>
                AnswerEnd.ClientClosed,
                1 => AnswerEnd.Refused,
                2 => AnswerEnd.Failed,
                _ => AnswerEnd.Complete
            },
        };
    }
}
