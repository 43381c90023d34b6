using System.Data.Common;
using Gateway.Ledger.Pricing;
using Gateway.Ledger.Records;
using Gateway.Ledger.Store;
using Gateway.Tests.Hosting;
using Gateway.Wire.Streams;
using Gateway.Wire.Usage;

namespace Gateway.Tests.Ledger.Store;

/// <summary>
/// However often, in whatever order and by whichever replica records are written, each is stored once, and the sums match the rows.
/// </summary>
[Collection("PostgreSQL")]
public sealed class RecordsStandOnceTests(PostgresServer server)
{
    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgresql")]
    public async Task Batch_WrittenTwice_StandsOnce(string provider)
    {
        using var rig = await LedgerRig.CreateAsync(provider, server);
        UsageRecord[] batch = [
            LedgerRig.Record(), LedgerRig.Record(team: null), LedgerRig.Record(key: "chat", end: AnswerEnd.ClientClosed)
        ];
        await rig.Store.WriteAsync(batch, default);
        await rig.Store.WriteAsync([.. batch, batch[0], LedgerRig.Record()], default);
        Assert.Equal(4, rig.Store.Written);
        Assert.Equal(4, (await rig.AllAsync()).Count);
        await rig.AgreeAsync();
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgresql")]
    public async Task ProvisionalRecord_IsReplacedByWhatIsKnownLater_AndTheSumsWithIt(string provider)
    {
        using var rig = await LedgerRig.CreateAsync(provider, server);
        var id = Guid.CreateVersion7(LedgerRig.Now);
        await rig.Store.WriteAsync([LedgerRig.Record(request: id, end: AnswerEnd.Unknown, output: 0)], default);
        await rig.Store.WriteAsync([LedgerRig.Record(request: id, end: AnswerEnd.Orphaned, output: 1)], default);
        Assert.Equal(AnswerEnd.Unknown, Assert.Single(await rig.AllAsync()).End);
        await rig.AgreeAsync();

        var late = LedgerRig.Record(LedgerRig.Now.AddHours(1), id, output: 50);
        late.Model = "another";
        await rig.Store.WriteAsync([late, LedgerRig.Record()], default);
        var found = (await rig.AllAsync()).Single(r => r.Request == id);
        Assert.Equal((AnswerEnd.Complete, "another", 50), (found.End, found.Model, found.Tokens.Output));
        await rig.AgreeAsync();

        await rig.Store.WriteAsync(
            [LedgerRig.Record(request: id, end: AnswerEnd.Truncated, output: 2), LedgerRig.Record(request: id, end: AnswerEnd.Unknown)],
            default);
        Assert.Equal(50, (await rig.AllAsync()).Single(r => r.Request == id).Tokens.Output);
        await rig.AgreeAsync();
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgresql")]
    public async Task Replicas_ThatWriteTheSameAtOnce_CountItOnce(string provider)
    {
        using var rig = await LedgerRig.CreateAsync(provider, server);
        var finals = Enumerable.Range(0, 120).Select(i => LedgerRig.Record(LedgerRig.Now.AddMinutes(i), key: $"key-{i % 5}", output: i))
            .ToList();
        var begun = finals.Select(
            (f,
                i) =>
                    LedgerRig.Record(
                        LedgerRig.Now.AddMinutes(i), f.Request, f.Key, end: i % 2 == 0 ? AnswerEnd.Unknown : AnswerEnd.Orphaned,
                        output: 1));
        UsageRecord[] all = [.. finals, .. begun];
        await Task.WhenAll(Enumerable.Range(0, 4).Select(n => Task.Run(async () =>
        {
            var order = all.ToArray();
            new Random(n).Shuffle(order);
            var replica = rig.Replica();
            foreach (var batch in order.Chunk(17))
            {
                await WriteAsync(replica, batch);
            }
        })));

        var stored = await rig.AllAsync();
        Assert.Equal(finals.Select(f => (f.Request, f.Tokens.Output)).Order(), stored.Select(s => (s.Request, s.Tokens.Output)).Order());
        await rig.AgreeAsync();
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgresql")]
    public async Task Record_IsReadAsItWasWritten_AndTextThatADatabaseWouldRefuseHoldsNothingUp(string provider)
    {
        using var rig = await LedgerRig.CreateAsync(provider, server);
        var full = new UsageRecord
        {
            Request = Guid.CreateVersion7(LedgerRig.Now),
            Answer = 2,
            CountsAsRequest = false,
            CountedAt = 1,
            ReceivedAt = 2,
            FirstByteMs = 3,
            TotalMs = 4,
            QueueMs = 5,
            OverheadMicros = 6,
            Key = "a",
            Owner = "b",
            Team = "c",
            Client = "d",
            Asked = "e 😀",
            Tag = "f",
            Backend = "g",
            Model = "h",
            Operation = "i",
            Stream = true,
            Tokens = new TokenUsage
            {
                Source = UsageSource.Backend,
                Prompt = 8,
                Cached = 1,
                PromptAudio = 2,
                PromptImages = 3,
                Output = 9,
                Reasoning = 4,
                OutputAudio = 5,
                OutputImages = 6
            },
            Cost = new Cost(long.MaxValue, "EUR", new DateOnly(2026, 2, 28)),
            ChargedNano = long.MaxValue,
            ReservedTokens = 7,
            ReservedNano = 10,
            Status = 499,
            End = AnswerEnd.ClientClosed,
            Error = "k",
            Attempts = 11,
            Marks = UsageMarks.Background | UsageMarks.GaveWay,
            Decision = "l",
        };
        var bare = new UsageRecord
        {
            Request = Guid.CreateVersion7(LedgerRig.Now),
            CountedAt = 3,
            ReceivedAt = 3,
            Key = "k",
            Client = "other",
            Operation = "chat",
            Owner = "nul\0 and \ud800 half",
            End = AnswerEnd.Refused
        };
        await rig.Store.WriteAsync([full, bare], default);
        var stored = await rig.AllAsync();
        Assert.Equivalent(full, stored[1], strict: true);
        Assert.Equal("nul\uFFFD and \uFFFD half", stored[0].Owner);
        Assert.Null(stored[0].Cost);
        Assert.Null(stored[0].Tokens.Prompt);
        await rig.AgreeAsync();
    }

    // As the writer does: what a database refuses for the moment is tried again.
    private static async Task WriteAsync(UsageStore store, UsageRecord[] batch)
    {
        for (var left = 20; ; left--)
        {
            try
            {
                await store.WriteAsync(batch, default);
                return;
            }
            catch (DbException) when (left > 0)
            {
                await Task.Yield();
            }
        }
    }
}
