using Gateway.Attempts;
using Gateway.Configuration;
using Gateway.Wire.Errors;

namespace Gateway.Tests.Attempts;

/// <summary>How long the gateway waits for a healthy backend that loads its model or has a full line of its own.</summary>
public sealed class AskingAgainTests : IDisposable
{
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(1);

    private readonly AttemptRig _rig = new(
        new AttemptSetup
        {
            Backend = b =>
                b with { FirstByteTimeout = TimeSpan.FromSeconds(10), Queue = new QueueConfig { MaxWait = TimeSpan.FromSeconds(20) } }
        },
        "own/m",
        "cloud/m");

    [Theory]
    [InlineData(nameof(BackendFailure.Loading), false, true)]
    [InlineData(nameof(BackendFailure.Busy), true, false)]
    public async Task Turn_ThatMayNotWait_DoesNot(string kind, bool waitsForLoad, bool waitsForRoom)
    {
        var turn = _rig.Turn(0) with { WaitsForLoad = waitsForLoad, WaitsForRoom = waitsForRoom };
        Assert.False(await Asking(turn).WaitAsync(Failure(0, kind)));
        Assert.False(turn.IsAskedAgain);
    }

    [Fact]
    public async Task Cloud_ThatIsFull_HasOthersToServe() =>
        Assert.False(await Asking(Waiting(1)).WaitAsync(Failure(1, nameof(BackendFailure.Busy))));

    [Fact]
    public async Task Load_IsAskedForEachSecond_AndIsNoTimeInLine()
    {
        var turn = Waiting(0);
        await TakesAsync(Asking(turn), Failure(0, nameof(BackendFailure.Loading)), 1);
        Assert.True(turn.IsAskedAgain);
        Assert.Null(_rig.Delivery.Queued);
    }

    [Fact]
    public async Task Load_IsWaitedForAsLongAsAModelMayTake()
    {
        var asking = Asking(Waiting(0));
        for (var i = 0; i < 10; i++)
        {
            await TakesAsync(asking, Failure(0, nameof(BackendFailure.Loading)), 1);
        }

        Assert.False(await asking.WaitAsync(Failure(0, nameof(BackendFailure.Loading))));
    }

    [Fact]
    public async Task Room_IsAskedForLessAndLessOften_AsLongAsOneMayStandInLine()
    {
        var (asking, failure) = (Asking(Waiting(0)), Failure(0, nameof(BackendFailure.Busy)));
        foreach (var seconds in new[] { 1, 2, 4, 5, 5, 3 })
        {
            await TakesAsync(asking, failure, seconds);
        }

        Assert.False(await asking.WaitAsync(failure));
        Assert.Equal((1, TimeSpan.FromSeconds(20)), _rig.Delivery.Queued);
    }

    [Fact]
    public async Task Room_IsWaitedForWithinTheTimeThatIsLeftInLine()
    {
        _rig.Delivery.StoodInLine(4, TimeSpan.FromSeconds(19.5));
        var asking = Asking(Waiting(0));
        await TakesAsync(asking, Failure(0, nameof(BackendFailure.Busy)), 0.5);
        Assert.False(await asking.WaitAsync(Failure(0, nameof(BackendFailure.Busy))));
    }

    [Theory]
    [InlineData(4, true)]
    [InlineData(11, false)]
    public async Task Cloud_ThatSaysWhen_IsLeftAloneUntilThen(int seconds, bool waits)
    {
        var failure = Failure(1, nameof(BackendFailure.Loading)) with { RetryAfter = TimeSpan.FromSeconds(seconds) };
        var waiting = Asking(Waiting(1)).WaitAsync(failure).AsTask();
        Assert.Equal(waits, !waiting.IsCompleted);
        _rig.Time.Advance(TimeSpan.FromSeconds(seconds));
        Assert.Equal(waits, !waiting.IsCompleted);
        _rig.Time.Advance(TimeSpan.FromMilliseconds(20));
        Assert.Equal(waits, await waiting.WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task Client_ThatLeaves_WaitsNoMore()
    {
        var waiting = Asking(Waiting(0)).WaitAsync(Failure(0, nameof(BackendFailure.Busy))).AsTask();
        _rig.ClientLeaves();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task Gateway_ThatStops_LetsStandWhatTheBackendSaid()
    {
        var turn = Waiting(0);
        var waiting = Asking(turn).WaitAsync(Failure(0, nameof(BackendFailure.Loading))).AsTask();
        _rig.Drain.EndNow();
        Assert.False(await waiting.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.False(turn.IsAskedAgain);
    }

    public void Dispose() => _rig.Dispose();

    private AskingAgain Asking(AttemptTurn turn) => new(_rig.Context, _rig.Snapshot.Backends[turn.Candidate.Backend], turn);

    private AttemptTurn Waiting(int index) => _rig.Turn(index) with { WaitsForLoad = true, WaitsForRoom = true };

    private AttemptFailure Failure(int index, string kind) =>
        AttemptRig.FailureOf(_rig[index], Enum.Parse<BackendFailure>(kind), 503) with { PassesByItself = true };

    private async Task TakesAsync(AskingAgain asking, AttemptFailure failure, double seconds)
    {
        var waiting = asking.WaitAsync(failure).AsTask();
        _rig.Time.Advance(TimeSpan.FromSeconds(seconds) - s_moment);
        Assert.False(waiting.IsCompleted, $"It took less than {seconds} s.");
        _rig.Time.Advance(s_moment);
        Assert.True(await waiting.WaitAsync(TimeSpan.FromSeconds(20)));
    }
}
