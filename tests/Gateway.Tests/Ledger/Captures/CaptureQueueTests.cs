using Gateway.Ledger.Captures;
using Gateway.Ledger.Storage;
using Gateway.Ledger.Store;
using Gateway.Ledger.Store.Tables;
using Gateway.Tests.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Ledger.Captures;

/// <summary>The number of waiting captures is bounded. Those beyond the bound are dropped, and nothing waits for them.</summary>
[Collection("PostgreSQL")]
public sealed class CaptureQueueTests(PostgresServer server)
{
    private static readonly byte[] Mebibyte = new byte[CaptureQueue.MostOfOne];

    [Fact]
    public async Task Queue_ThatIsFull_DropsWhatComes_AndTakesAgainWhatThereIsRoomFor()
    {
        using var rig = await LedgerRig.CreateAsync("sqlite", server);
        var queue = new CaptureQueue(rig.Tables);
        var running = new List<Capture>();
        while (queue.Begin(Nobody(), Mebibyte) is { } capture)
        {
            running.Add(capture);
        }

        Assert.Equal((63, 1), (running.Count, (int)queue.Dropped));
        Assert.InRange(queue.Held, 1, CaptureQueue.MostOfAll);

        // What runs on has room for a part of its answer, and says so.
        running[0].Add(Mebibyte);
        running[0].Add("more"u8);
        running.ForEach(static c => c.End("m"));
        running[0].End("m");
        var ended = new List<CapturedRequest>();
        while (queue.Waiting.TryRead(out var request))
        {
            ended.Add(request);
        }

        Assert.Equal(63, ended.Count);
        Assert.Equal((true, 0), (ended[0].IsAnswerCut, ended[0].Answer.Length));
        Assert.False(ended[1].IsAnswerCut);
        queue.Let(ended, areWritten: true);
        Assert.Equal((0, 1), (queue.Held, queue.Dropped));
        Assert.NotNull(queue.Begin(Nobody(), Mebibyte));
    }

    [Fact]
    public async Task Writer_WhoseStoreHangs_HoldsUpNobody_AndIsOverWhenTheHostStops()
    {
        using var rig = await LedgerRig.CreateAsync("sqlite", server);
        var queue = new CaptureQueue(rig.Tables);
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var writer = new CaptureWriter(
            queue,
            (_, _) =>
            {
                asked.TrySetResult();
                return new TaskCompletionSource().Task;
            },
            NullLogger<CaptureWriter>.Instance);
        await writer.StartAsync(default);
        queue.Begin(Nobody(), "x"u8)!.End(null);
        await asked.Task;
        queue.Begin(Nobody(), "y"u8)!.End(null);
        await writer.StopAsync(default);
        Assert.Equal((0, 2), (queue.Held, queue.Dropped));
    }

    [Fact]
    public void Gateway_WithoutALedger_KeepsNone()
    {
        using var none = new LedgerDatabase(DatabaseOptions.None, TimeProvider.System, NullLogger<LedgerDatabase>.Instance);
        var queue = new CaptureQueue(none);
        Assert.Null(queue.Begin(Nobody(), "x"u8));
        Assert.Equal((0, 0), (queue.Held, queue.Dropped));
    }

    private static CapturedRequest Nobody() =>
        new() { Request = Guid.CreateVersion7(), CountedAt = 1, Key = "k", Route = "Kept", Body = [] };
}
