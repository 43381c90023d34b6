using Gateway.Attempts;
using Gateway.Configuration;
using Gateway.Resilience.Queue;
using Gateway.Wire.Errors;

namespace Gateway.Tests.Attempts;

/// <summary>How a request waits in line, and how the wait ends.</summary>
public sealed class TurnInLineTests : IDisposable
{
    private static readonly TimeSpan s_most = TimeSpan.FromSeconds(60);

    private readonly AttemptRig _rig = new(
        new AttemptSetup { Backend = b => b with { MaxConcurrent = 1, Queue = new QueueConfig { Size = 1, MaxWait = s_most } } }, "a/m");

    private BackendQueue Queue => _rig.QueueOf(0);

    [Fact]
    public async Task Place_ThatIsFree_IsTakenAtOnce()
    {
        var (lease, failure) = await TakeAsync();
        Assert.NotNull(lease);
        Assert.Equal((null, 1, null), (failure, Queue.Running, _rig.Delivery.Queued));
    }

    [Fact]
    public async Task Place_ThatIsGivenBack_IsTheNextInLines()
    {
        var before = _rig.Occupy(0);
        var taking = TakeAsync();
        _rig.Time.Advance(TimeSpan.FromSeconds(7));
        Assert.False(taking.IsCompleted);
        before.Dispose();
        var (lease, failure) = await taking;
        Assert.NotNull(lease);
        Assert.Null(failure);
        Assert.Equal((1, TimeSpan.FromSeconds(7)), _rig.Delivery.Queued);
        Assert.Equal(TimeSpan.FromSeconds(7), _rig.Context.Inquiry.Waited);
    }

    [Fact]
    public async Task Line_ThatIsFull_IsABusyBackend()
    {
        using var taken = _rig.Occupy(0);
        using var leave = new CancellationTokenSource();
        _ = Queue.EnterAsync(_rig.Context.Inquiry.Caller.InLine, leave.Token).AsTask();
        await FailsAsync(TakeAsync(), "it takes 1 at a time, and 1 wait already, which is as many as may");
        Assert.Null(_rig.Delivery.Queued);
    }

    [Fact]
    public async Task Turn_ThatDoesNotCome_IsABusyBackend()
    {
        using var taken = _rig.Occupy(0);
        var taking = TakeAsync();
        _rig.Time.Advance(s_most);
        await FailsAsync(taking, "it takes 1 at a time, and the turn did not come within 60 s");
        Assert.Equal((1, s_most), _rig.Delivery.Queued);
        Assert.Equal(0, Queue.Waiting);
    }

    [Fact]
    public async Task Limit_IsOneForAllLinesOfARequest()
    {
        using var taken = _rig.Occupy(0);
        _rig.Delivery.StoodInLine(1, TimeSpan.FromSeconds(45));
        var taking = TakeAsync();
        _rig.Time.Advance(TimeSpan.FromSeconds(14.9));
        Assert.False(taking.IsCompleted);
        _rig.Time.Advance(TimeSpan.FromSeconds(0.1));
        await FailsAsync(taking, "did not come within 15 s");
        await FailsAsync(TakeAsync(), "it takes 1 at a time, and the turn did not come");
    }

    [Fact]
    public async Task Answer_ThatBroke_WaitsHalfAMinuteForWhoGoesOn()
    {
        using var taken = _rig.Occupy(0);
        var taking = new TurnInLine(_rig.Continued(), _rig.BackendOf(0), _rig.Turn(0)).TakeAsync(Queue).AsTask();
        _rig.Time.Advance(TimeSpan.FromSeconds(29.9));
        Assert.False(taking.IsCompleted);
        _rig.Time.Advance(TimeSpan.FromSeconds(0.1));
        await FailsAsync(taking, "did not come within 30 s");
    }

    [Fact]
    public async Task Client_ThatLeaves_LeavesTheLine()
    {
        using var taken = _rig.Occupy(0);
        var taking = TakeAsync();
        _rig.ClientLeaves();
        var left = await Assert.ThrowsAsync<OperationCanceledException>(() => taking);
        Assert.Equal((_rig.Client, 0), (left.CancellationToken, Queue.Waiting));
    }

    [Fact]
    public async Task Gateway_ThatStops_EndsTheWait()
    {
        using var taken = _rig.Occupy(0);
        var taking = TakeAsync();
        _rig.Drain.EndNow();
        var (lease, failure) = await taking;
        Assert.Null(lease);
        Assert.Equal((BackendFailure.Unavailable, "the gateway is shutting down", 0), (failure!.Kind, failure.Message, Queue.Waiting));
    }

    [Fact]
    public async Task Model_WithPlacesOfItsOwn_SaysSo()
    {
        using var rig = new AttemptRig(
            new AttemptSetup { Backend = b => b with { MaxConcurrentPerModel = 2, Queue = new QueueConfig { Size = 1 } } }, "a/m");
        using CancellationTokenSource leave = new();
        using var one = rig.Occupy(0);
        using var two = rig.Occupy(0);
        _ = rig.QueueOf(0).EnterAsync(rig.Context.Inquiry.Caller.InLine, leave.Token).AsTask();
        var (_, failure) = await new TurnInLine(rig.Context, rig.BackendOf(0), rig.Turn(0)).TakeAsync(rig.QueueOf(0));
        Assert.StartsWith("it takes 2 of a model at a time, and 1 wait already", failure?.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _rig.Dispose();

    private static async Task FailsAsync(Task<(QueueLease? Lease, AttemptFailure? Failure)> taking, string words)
    {
        var (lease, failure) = await taking.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Null(lease);
        Assert.Equal((BackendFailure.Busy, 0), (failure!.Kind, failure.Status));
        Assert.EndsWith(words, failure.Message, StringComparison.Ordinal);
    }

    private Task<(QueueLease? Lease, AttemptFailure? Failure)> TakeAsync() =>
        new TurnInLine(_rig.Context, _rig.BackendOf(0), _rig.Turn(0)).TakeAsync(Queue).AsTask();
}
