using Gateway.Ledger.Records;
using Gateway.Quotas;
using Gateway.Tests.Hosting;
using Gateway.Wire.Streams;
using Gateway.Wire.Usage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Promises;

/// <summary>When a replica dies, the reservation of its request stays, and the ledger records the amount it is counted with.</summary>
public sealed class OrphansAreRecordedTests
{
    [Fact]
    public async Task Reservation_ThatNobodyRenews_BecomesARecord()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 10, 0, 0, TimeSpan.Zero));
        await using var rig = await QuotaRig.StartAsync("{ per: owner, tokensPerDay: 1000000 }", time: time);
        var id = Guid.CreateVersion7(time.GetUtcNow());
        var subjects = new[] { "owner:ml/lin@coder", "key:laptop", "team:ml~Asia/Shanghai" }.Select(
            s => new QuotaSubject(s, QuotaLimits.None, QuotaCalendar.Utc));
        await rig.Gateway.Services.GetRequiredService<IQuotaStore>()
            .ReserveAsync(new QuotaClaim($"{id:N}", [.. subjects], new QuotaAmount(500, 9), new QuotaAmount(120, 3)), default);

        await WaitUntil.TrueAsync(async () =>
        {
            time.Advance(TimeSpan.FromSeconds(5));
            return (await rig.Gateway.RecordsAsync()).Count > 0;
        });

        var record = Assert.Single(await rig.Gateway.RecordsAsync());
        Assert.Equal((id, "laptop", "lin", "ml", AnswerEnd.Orphaned), (record.Request, record.Key, record.Owner, record.Team, record.End));
        Assert.Equal((120, UsageSource.Estimated, 3L), (record.Tokens.Prompt, record.Tokens.Source, record.ChargedNano));
    }
}
