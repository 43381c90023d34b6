using Gateway.Configuration;
using Gateway.Ledger.Queries;
using Gateway.Tests.Hosting;
using Microsoft.Data.Sqlite;

namespace Gateway.Tests.Ledger.Store;

/// <summary>Single records are deleted when their time is over. Sums stay for good, and the file is no larger than it has to be.</summary>
[Collection("PostgreSQL")]
public sealed class RecordRetentionTests(PostgresServer server)
{
    private static readonly LedgerConfig Week = new() { KeepRequests = TimeSpan.FromDays(7) };

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgresql")]
    public async Task OldRecords_AreDroppedInSteps_AndTheirSumsStay(string provider)
    {
        using var rig = await LedgerRig.CreateAsync(provider, server, Week);
        var old = LedgerRig.Now.AddDays(-7).AddMilliseconds(-1);
        await rig.Store.WriteAsync(
            [.. Enumerable.Range(0, 2500).Select(i => LedgerRig.Record(old.AddSeconds(-i))), LedgerRig.Record(old.AddMilliseconds(1)),
            LedgerRig.Record()], default);
        await rig.Retention.StartAsync(default);
        await WaitUntil.TrueAsync(async () =>
        {
            rig.Time.Advance(TimeSpan.FromMinutes(1));
            return (await rig.AllAsync()).Count == 1;
        });
        await rig.Retention.StopAsync(default);
        var filter = new UsageFilter(LedgerRig.Now.AddDays(-30), LedgerRig.Now.AddDays(1));
        var report = await rig.Queries.ReportAsync(new UsageQuery(filter, [], UsageInterval.Total, TimeZoneInfo.Utc), default);
        Assert.Equal(2502, report.Totals.Requests);
    }

    [Fact]
    public async Task Step_TakesAThousandAtMost()
    {
        using var rig = await LedgerRig.CreateAsync("sqlite", server, Week);
        await rig.Store.WriteAsync(
            [.. Enumerable.Range(0, 1500).Select(i => LedgerRig.Record(LedgerRig.Now.AddDays(-8).AddSeconds(i)))], default);
        Assert.Equal(1000, await rig.Retention.DropAsync(default));
        Assert.Equal(500, await rig.Retention.DropAsync(default));
        Assert.Equal(0, await rig.Retention.DropAsync(default));
    }

    [Fact]
    public async Task SqliteFile_StaysAsLargeAsItIs_OverMonths()
    {
        using var rig = await LedgerRig.CreateAsync("sqlite", server, Week);
        long afterTwoWeeks = 0;
        for (var day = 0; day < 60; day++)
        {
            var now = rig.Time.GetUtcNow();
            await rig.Store.WriteAsync([.. Enumerable.Range(0, 800).Select(i => LedgerRig.Record(now.AddSeconds(i)))], default);
            while (await rig.Retention.DropAsync(default) > 0)
            {
            }

            rig.Time.Advance(TimeSpan.FromDays(1));
            if (day == 14)
            {
                afterTwoWeeks = Length(rig);
            }
        }

        // The sums of 45 days more, 27 rows each, and no records.
        Assert.InRange(Length(rig), 1, afterTwoWeeks * 1.2);
    }

    private static long Length(LedgerRig rig)
    {
        // The last that closes it writes all into the file.
        SqliteConnection.ClearAllPools();
        return new FileInfo(rig.File).Length;
    }
}
