using Gateway.Ledger.Queries;
using Gateway.Ledger.Records;
using Gateway.Simulator.Options;
using Gateway.Simulator.Scripts;
using Gateway.Simulator.Served;
using Gateway.Tests.Hosting;
using Gateway.Wire.Heads;
using Gateway.Wire.Usage;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Promises;

/// <summary>
/// The sums of the ledger, by key, backend and model, equal what the backends served, token by token, whatever failed. Work begun in vain
/// is included. The exception is what a backend knows and its client cannot: see <see cref="Of"/>.
/// </summary>
public sealed class LedgerAgreesWithBackendsTests(ITestOutputHelper output)
{
    private enum Statement
    {
        /// <summary>Prompt and answer are as served; a prompt that nobody told is estimated, and has what a template adds.</summary>
        Equal,

        /// <summary>The prompt is; the answer is at most what was sent, since the failure may have overtaken some of it.</summary>
        NoMore,

        /// <summary>The prompt is; the answer is text of another kind than words, of which the letters say little.</summary>
        Prompt,

        /// <summary>Nothing: an answer of which nothing came costs nothing, though the backend may have read the prompt.</summary>
        Nothing,

        /// <summary>The prompt is; of the answer nothing came in time, so what its model may have written meanwhile is estimated.</summary>
        Overdue,

        /// <summary>The prompt, or nothing where the failure overtook all of the answer.</summary>
        PromptOrNothing,
    }

    [Fact]
    public async Task SumsOfTheLedger_AreWhatBackendsServed_ByKeyBackendAndModel_WhateverFailed()
    {
        await using var rig = await ServedRig.StartAsync();
        var sent = 0;
        // Each personality and key in its own time, since silence takes a second.
        await Task.WhenAll(Enum.GetValues<Personality>().SelectMany(_ => ServedRig.Keys, (personality, key) => Task.Run(async () =>
        {
            foreach (var failure in Enum.GetValues<FailureMode>())
            {
                foreach (var stream in new[] { true, false })
                {
                    await AskAsync(rig, key, ServedRig.RouteOf(personality, failure, stream), stream);
                    Interlocked.Increment(ref sent);
                }
            }
        })));
        foreach (var key in ServedRig.Keys)
        {
            await AskAsync(rig, key, "Refused", stream: true);
            await AskAsync(rig, key, "Resumed", stream: true);
            await LeaveAsync(rig, key);
            sent += 3;
        }

        await WaitUntil.TrueAsync(async () => (await rig.Gateway.RecordsAsync()).Count(static r => r.CountsAsRequest) >= sent);
        var records = await rig.Gateway.RecordsAsync();
        Assert.Equal(sent, records.Count(static r => r.CountsAsRequest));
        Assert.Equal(sent, records.Select(static r => r.Request).Distinct().Count());

        // 1. The sums say what the records say.
        var byShare = records.Where(static r => r.Backend is not null).ToLookup(static r => (r.Key, Backend: BackendOf(r), r.Model!));
        foreach (var row in await SumsAsync(rig.Gateway))
        {
            var rows = records.Where(r => r.Key == row.Group[0] && r.Backend == row.Group[1] && r.Model == row.Group[2]).ToList();
            Assert.Equal((rows.Sum(Prompt), rows.Sum(Output)), (row.Sums.Prompt, row.Sums.Output));
        }

        // 2. And what the backends say.
        var wrong = new List<string>();
        var equal = 0;
        foreach (var (backend, share) in rig.Served)
        {
            var rows = byShare[(share.User!, backend, share.Model)].ToList();
            var (isRight, isEqual) = Judge(share, rows);
            equal += isEqual ? 1 : 0;
            if (!isRight)
            {
                wrong.Add(
                    $"{backend}/{share}: "
                    + $"{string.Join(", ", rows.Select(static r => $"{r} {r.End} {r.Tokens.Source} {r.Tokens.Prompt} + {r.Tokens.Output}"))}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        // Nobody is charged for what no backend knows of.
        Assert.Empty(
            byShare.Where(g => g.Any(static r => r.Tokens.Source != UsageSource.None)).Select(static g => g.Key).Except(
                rig.Served.Select(static s => (s.Share.User!, s.Backend, s.Share.Model))));
        output.WriteLine(
            $"{sent} requests, {records.Count} records; of {rig.Served.Count()} sums by key, backend and model {equal} are equal to the "
            + $"token, but for {TokenEstimate.OfMessage} of a template in "
            + $"{records.Count(static r => r.Tokens.Source == UsageSource.Estimated)} estimated prompts");
    }

    private static (bool IsRight, bool IsEqual) Judge(ServedShare share, List<UsageRecord> rows)
    {
        var estimated = rows.Count(
            static r => r.Tokens is { Source: UsageSource.Estimated, Prompt: ServedRig.PromptTokens + (int)TokenEstimate.OfMessage });
        var prompt = rows.Sum(Prompt) - estimated * TokenEstimate.OfMessage;
        var output = rows.Sum(Output);
        var isEqual = prompt == share.PromptTokens && output == share.CompletionTokens;
        var isRight = Of(share.Model) switch
        {
            Statement.Equal => isEqual,
            Statement.NoMore => prompt == share.PromptTokens && output > 0 && output <= share.CompletionTokens,
            Statement.Prompt => prompt == share.PromptTokens && output > 0,
            Statement.Nothing => prompt == 0 && output == 0,
            Statement.Overdue => prompt == share.PromptTokens,
            _ => (prompt == share.PromptTokens || prompt == 0) && output == 0,
        };
        return (isRight, isEqual);
    }

    private static Statement Of(string model) => model switch
    {
        // Its backend counts nothing of what it gave up.
        "sim-reset-streamed" or "sim-emptymodelchunk-whole" => Statement.NoMore,
        "sim-cuttoolcall-streamed" => Statement.Prompt,
        "sim-errorevent-whole" or "sim-erroreventthendone-whole" or "sim-namederrorevent-whole" or "sim-barejsonerror-whole"
            or "sim-errorline-whole" or "sim-namedflaterror-whole" or "sim-errorinchoice-whole" => Statement.Nothing,
        "sim-silence-whole" => Statement.Overdue,
        "sim-reset-whole" => Statement.PromptOrNothing,
        _ => Statement.Equal,
    };

    private static async Task AskAsync(ServedRig rig, string key, string route, bool stream)
    {
        using var response = await rig.ChatAsync(key, route, stream);
        Assert.True(response.IsSuccessStatusCode, $"{route}: {await response.Content.ReadAsStringAsync()}");
        await response.Content.ReadAsStringAsync();
    }

    // When all has come that will come, so that both know the same.
    private static async Task LeaveAsync(ServedRig rig, string key)
    {
        using var response = await rig.ChatAsync(key, "Left", stream: true);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        for (var events = 0; events < ServedRig.GoodChunks;)
        {
            events += (await reader.ReadLineAsync())!.StartsWith("data:", StringComparison.Ordinal) ? 1 : 0;
        }
    }

    private static async Task<IReadOnlyList<UsageRow>> SumsAsync(TestGateway gateway)
    {
        var all = new UsageFilter(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(1000));
        UsageDimension[] by = [UsageDimension.Key, UsageDimension.Backend, UsageDimension.Model];
        return (await gateway.Services.GetRequiredService<IUsageQueries>().ReportAsync(
            new UsageQuery(all, by, UsageInterval.Total, TimeZoneInfo.Utc), default)).Rows;
    }

    // The same backend is configured with several limits.
    private static string BackendOf(UsageRecord record) => record.Backend!.Split('-')[0];

    private static long Prompt(UsageRecord record) => record.Tokens.Prompt ?? 0;

    private static long Output(UsageRecord record) => record.Tokens.Output ?? 0;
}
