using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Gateway.Ledger.Records;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises.Prices;

/// <summary>
/// A month of requests at every border costs what a sheet says that was written by hand from the providers' announcements: over a change
/// of prices and one of hours, over a redirect and over an end, to the billionth.
/// </summary>
public sealed class MonthOfUseTests
{
    private const string Hourly = "deepseek-ai/DeepSeek-V4-Flash";
    private const string Redirected = "Pro/zai-org/GLM-5";
    private const string Ending = "nex-agi/Nex-N2-Pro";

    // By model: from which moment in Beijing, which hours, and the prices of a token of prompt and answer in billionths of a yuan.
    private static readonly (string Model, string From, int FirstHour, int LastHour, long? Input, long? Output)[] s_sheet =
    [
        (Hourly, "2026-08-17", 0, 23, 1_000, 2_000),
        (Hourly, "2026-09-01", 0, 1, 3_000, 9_000),
        (Hourly, "2026-09-01", 2, 7, 1_500, 4_500),
        (Hourly, "2026-09-01", 8, 23, 3_000, 9_000),
        (Redirected, "2026-08-17", 0, 23, 6_000, 24_000),
        (Ending, "2026-08-17", 0, 23, 1_750, 7_000),
        (Ending, "2026-09-11", 0, 23, null, null),
    ];

    [Fact]
    public async Task Month_CostsWhatTheSheetSays()
    {
        var time = new Calendar { Now = new DateTimeOffset(2026, 8, 17, 0, 0, 0, TimeSpan.FromHours(8)) };
        await using var rig = await PriceRig.StartAsync([Hourly, Redirected, Ending], "ledger: { keepRequests: 90d, commit: afterwards }", time);
        var asked = new ConcurrentDictionary<Guid, (string Model, DateTimeOffset At)>();
        foreach (var at in Times())
        {
            time.Now = at;
            await Task.WhenAll(((string[])[Hourly, Redirected, Ending]).Select(async model =>
            {
                using var response = await rig.AskAsync(model);
                Assert.Equal(200, (int)response.StatusCode);
                await response.Content.ReadAsByteArrayAsync();
                asked[Guid.ParseExact(response.Header("x-request-id")!, "N")] = (model, at);
            }));
        }

        long total = 0;
        IReadOnlyList<UsageRecord> records = [];
        await WaitUntil.TrueAsync(async () => (records = await rig.Gateway.RecordsAsync()).Count == asked.Count);
        foreach (var record in records)
        {
            var (model, at) = asked[record.Request];
            var row = s_sheet.Last(r => r.Model == model && DateTime.Parse(r.From, CultureInfo.InvariantCulture) <= at.DateTime
                && at.Hour >= r.FirstHour && at.Hour <= r.LastHour);
            var cost = row.Input * record.Tokens.Prompt!.Value + row.Output * record.Tokens.Output!.Value;
            Assert.Equal((model, cost), (record.Model, record.Cost?.Nano));
            Assert.Equal(cost is null, record.Marks.HasFlag(UsageMarks.Unpriced));
            Assert.Equal(model == Redirected ? "Pro/zai-org/GLM-5.1" : null, record.BilledModel);
            total += cost ?? 0;
        }

        // What the reports say is the same sum, with what has no price apart.
        var report = (await rig.Gateway.Client.GetFromJsonAsync<JsonNode>("/v1/usage?from=2026-08-01&to=2026-09-30&interval=total"))!["totals"]!;
        Assert.Equal(total, (long)(decimal.Parse((string)report["cost"]!, CultureInfo.InvariantCulture) * 1_000_000_000));
        Assert.Equal((3 * 45, 11, 124), ((int)report["requests"]!, (int)report["unpriced"]!, (int)report["priced"]!));
        Assert.Equal(0, (int)report["estimated"]!);
    }

    // Each border of the hours on the days around a change, and one of them on each other day.
    private static IEnumerable<DateTimeOffset> Times()
    {
        int[] borders = [119, 120, 479, 480];
        for (var day = 0; day < 30; day++)
        {
            var midnight = new DateTimeOffset(2026, 8, 17, 0, 0, 0, TimeSpan.FromHours(8)).AddDays(day);
            var isChange = (midnight.Month, midnight.Day) is (8, 31) or (9, 1) or (9, 10) or (9, 11) or (9, 15);
            foreach (var minute in isChange ? borders : [borders[day % 4]])
            {
                yield return midnight.AddMinutes(minute);
            }
        }
    }

    // Another day for whoever asks what day it is, while timers run as ever: a clock that moves all timers would ring each a million times.
    private sealed class Calendar : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
