using Gateway.Ledger.Queries;
using Gateway.Ledger.Records;
using Gateway.Tests.Hosting;
using Gateway.Tests.Ledger.Journal;
using Gateway.Wire.Streams;
using Gateway.Wire.Usage;

namespace Gateway.Tests.Promises;

/// <summary>
/// The program is killed again and again while a dozen clients use it. A client that saw the end of an answer finds it in the ledger once,
/// with its tokens. GATEWAY_SOAK, which './build.sh soak' sets, runs it 200 times.
/// </summary>
public sealed class LedgerKillStormTests(ITestOutputHelper output)
{
    private static readonly bool s_soak = Environment.GetEnvironmentVariable("GATEWAY_SOAK") == "1";

    [Fact]
    public async Task GatewayThatIsKilledUnderLoad_HasEveryAnswerThatWasSeenComplete_AndNoneTwice()
    {
        var kills = s_soak ? 200 : 8;
        var seed = s_soak ? Environment.TickCount : 8;
        var random = new Random(seed);
        await using var storm = await LedgerStorm.StartAsync();
        var starts = new List<TimeSpan>();
        storm.Begin();
        for (var kill = 0; kill < kills; kill++)
        {
            starts.Add(await storm.UpAsync());
            // After a number of answers and not after a time: a busy machine is late. The others are somewhere in their middle. Of the
            // short runs nothing comes into the database before the next one, of the long ones most.
            await storm.CompletedAsync(random.Next(0, kill % 2 == 0 ? 100 : 1000));
            await storm.KillAsync(losesCheckpoint: kill % 4 == 3);
        }

        starts.Add(await storm.UpAsync());
        await storm.CompletedAsync(20);
        await storm.EndAsync();

        using var file = storm.Open();
        var records = await file.RecordsAsync();
        var served = storm.Served();
        var told = $"seed {seed}";

        // 1. Of no request more than one record, whatever became of it.
        Assert.True(records.DistinctBy(static r => r.Request).Count() == records.Count, told);
        var found = records.ToDictionary(static r => r.Request);
        Assert.All(records, r => Assert.True(r.CountsAsRequest && r.Answer == 1, told));

        // 2. Each answer that was seen complete, with what the backend says that it took.
        var missing = storm.Complete.Keys.Where(id => !found.ContainsKey(id)).ToList();
        Assert.True(missing.Count == 0, $"{told}: of {storm.Complete.Count} complete answers {missing.Count} have no record.");
        Assert.All(storm.Complete, c =>
        {
            var (record, share) = (found[c.Key], Assert.Single(served[c.Value]));
            Assert.Equal(
                (AnswerEnd.Complete, UsageSource.Backend, share.PromptTokens, share.CompletionTokens, told),
                (record.End, record.Tokens.Source, (long)record.Tokens.Prompt!, (long)record.Tokens.Output!, told));
        });

        // 3. The sums, which are kept apart, say the same.
        var sums = await file.SumsAsync();
        Assert.Equal(
            (records.Count, records.Sum(Prompt), records.Sum(Output), told),
            ((int)sums.Requests, sums.Prompt, sums.Output, told));
        var cut = storm.Begun.Keys.Except(storm.Complete.Keys).ToList();
        output.WriteLine(
            $"{told}, {kills} kills: {storm.Complete.Count} answers seen complete, all recorded; {cut.Count} seen to begin only, of "
            + $"them {cut.Count(found.ContainsKey)} recorded; "
            + $"{records.Count(static r => r.IsProvisional)} records of requests that a kill ended; start to first answer "
            + $"{starts.Min().TotalSeconds:0.0} to {starts.Max().TotalSeconds:0.0} s");
    }

    // The goal is 2 s; what is asserted leaves room for a machine that does other things.
    [Fact]
    public async Task StartAfterAKill_With64MegabytesOfJournal_AnswersSoon()
    {
        await using var storm = await LedgerStorm.StartAsync();
        var without = await storm.UpAsync();
        await storm.KillAsync();
        await using (var rig = new JournalRig(storm.Journal))
        {
            await rig.FillAsync(segments: 5);
            Assert.True(rig.Segments.Sum(static s => new FileInfo(s).Length) >= 64_000_000);
        }

        var with = await storm.UpAsync();
        output.WriteLine($"start to first answer: {with.TotalSeconds:0.00} s with 64 MB of journal, {without.TotalSeconds:0.00} s without");
        Assert.InRange(with, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    private static long Prompt(UsageRecord record) => record.Tokens.Prompt ?? 0;

    private static long Output(UsageRecord record) => record.Tokens.Output ?? 0;
}
