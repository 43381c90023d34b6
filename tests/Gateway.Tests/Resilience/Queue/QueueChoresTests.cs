using Gateway.Resilience.Queue;

namespace Gateway.Tests.Resilience.Queue;

/// <summary>Background requests wait behind all people and give up their place to them.</summary>
public sealed class QueueChoresTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task People_OfAllOwners_GoBeforeChores_WhicheverCameFirst()
    {
        var rig = new QueueRig();
        var lease = rig.Take();
        rig.WaitAsChore("a1", "a2", "b1");
        rig.Wait("a3", "c1", "c2");
        Assert.Equal("a3 c1 c2 a1 b1 a2", await rig.RunDownAsync(lease));
    }

    [Fact]
    public async Task Chore_WaitsNoLongerThanAnybodyMay()
    {
        var rig = new QueueRig(maxWaitSeconds: 30);
        rig.Take();
        rig.WaitAsChore("a1");
        rig.Time.Advance(TimeSpan.FromSeconds(10));
        rig.Wait("b1");
        rig.Time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(QueueOutcome.TimedOut, (await rig.OutcomeAsync("a1")).Outcome);
        Assert.Equal(1, rig.Queue.Waiting);
    }

    [Fact]
    public async Task FullLine_TurnsOutTheNewestChore_ForAnyPerson()
    {
        var rig = new QueueRig(maxWaiting: 3);
        var lease = rig.Take();
        rig.WaitAsChore("a1", "b1");
        rig.Wait("c1");
        // Even the owner who has somebody in line himself.
        rig.Wait("c2");
        Assert.Equal(QueueOutcome.Full, (await rig.OutcomeAsync("b1")).Outcome);
        Assert.Equal("c1 c2 a1", await rig.RunDownAsync(lease));
    }

    [Fact]
    public void FullLine_OfPeople_TurnsOutNobodyForAChore()
    {
        var rig = new QueueRig(maxWaiting: 3);
        rig.Take();
        rig.Wait("a1", "a2", "a3");
        Assert.Equal(QueueOutcome.Full, rig.EnterNow("b", isChore: true).Outcome);
        Assert.Equal(3, rig.Queue.Waiting);
    }

    [Fact]
    public async Task FullLine_OfOneOwnersChores_MakesRoomForAnothersChore()
    {
        var rig = new QueueRig(maxWaiting: 3);
        var lease = rig.Take();
        rig.WaitAsChore("a1", "a2", "a3", "b1");
        Assert.Equal(QueueOutcome.Full, (await rig.OutcomeAsync("a3")).Outcome);
        Assert.Equal("a1 b1 a2", await rig.RunDownAsync(lease));
    }

    [Fact]
    public async Task PlaceAndWait_AreThoseOfItsClass()
    {
        var rig = new QueueRig();
        var lease = rig.Take();
        rig.Wait("a1", "b1");
        rig.WaitAsChore("a2");
        Assert.Equal((3, 4), (rig.Queue.PlaceOf("c"), rig.Queue.PlaceOf("c", isChore: true)));
        Assert.Equal((30, 40), (rig.Queue.ExpectedWait("c").TotalSeconds, rig.Queue.ExpectedWait("c", isChore: true).TotalSeconds));
        Assert.Equal("a1 b1 a2", await rig.RunDownAsync(lease));
    }

    [Fact]
    public async Task RunningChore_IsToldToGo_WhenAPersonHasWaitedLongEnough()
    {
        var rig = new QueueRig();
        var (lease, told) = rig.TakeAsChore(seconds: 3);
        rig.Time.Advance(TimeSpan.FromSeconds(60));
        rig.WaitAsChore("a1");
        rig.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.False(told.Task.IsCompleted);
        rig.Wait("b1");
        rig.Time.Advance(TimeSpan.FromSeconds(2.9));
        Assert.False(told.Task.IsCompleted);
        rig.Time.Advance(TimeSpan.FromSeconds(0.1));
        await told.Task.WaitAsync(Patience);
        Assert.Equal("b1 a1", await rig.RunDownAsync(lease));
    }

    [Fact]
    public async Task RunningChore_ThatBeginsWhileAPersonWaits_CountsFromWhenThePersonCame()
    {
        var rig = new QueueRig(places: 2);
        var first = rig.Take();
        var second = rig.Take();
        rig.Wait("b1");
        rig.Time.Advance(TimeSpan.FromSeconds(2));
        var told = QueueRig.MayGo(second, seconds: 3);
        rig.Time.Advance(TimeSpan.FromSeconds(1));
        await told.Task.WaitAsync(Patience);
        second.Dispose();
        var (_, entry) = await rig.NextAsync();
        entry.Lease!.Dispose();
        first.Dispose();
    }

    [Fact]
    public async Task OneChore_GoesForEachPerson_TheLastToHaveBegunFirst()
    {
        var rig = new QueueRig(places: 3);
        var (first, firstTold) = rig.TakeAsChore(seconds: 3);
        var (second, secondTold) = rig.TakeAsChore(seconds: 3);
        var (third, thirdTold) = rig.TakeAsChore(seconds: 3);
        rig.Wait("a1");
        rig.Time.Advance(TimeSpan.FromSeconds(1));
        rig.Wait("b1");
        rig.Time.Advance(TimeSpan.FromSeconds(2));
        await thirdTold.Task.WaitAsync(Patience);
        Assert.False(secondTold.Task.IsCompleted);
        rig.Time.Advance(TimeSpan.FromSeconds(1));
        await secondTold.Task.WaitAsync(Patience);
        rig.Time.Advance(TimeSpan.FromSeconds(60));
        Assert.False(firstTold.Task.IsCompleted);
        first.Dispose();
        second.Dispose();
        third.Dispose();
    }

    [Fact]
    public void ChoreThatStays_OrIsOver_IsNotTold()
    {
        var rig = new QueueRig(places: 2);
        var (stays, staysTold) = rig.TakeAsChore(seconds: 3);
        var (over, overTold) = rig.TakeAsChore(seconds: 3);
        stays.Stays();
        over.Dispose();
        rig.Take();
        rig.Wait("b1");
        rig.Time.Advance(TimeSpan.FromSeconds(20));
        Assert.False(staysTold.Task.IsCompleted || overTold.Task.IsCompleted);
    }

    [Fact]
    public async Task ChoreThatIsToldToGo_AndStays_LeavesThatToAnother()
    {
        var rig = new QueueRig(places: 2);
        var (_, firstTold) = rig.TakeAsChore(seconds: 3);
        var (second, secondTold) = rig.TakeAsChore(seconds: 3);
        rig.Wait("b1");
        rig.Time.Advance(TimeSpan.FromSeconds(3));
        await secondTold.Task.WaitAsync(Patience);
        Assert.False(firstTold.Task.IsCompleted);
        second.Stays();
        await firstTold.Task.WaitAsync(Patience);
    }

    [Fact]
    public void PersonBehindAChoreThatGivesWay_IsExpectedToWaitUntilThenOnly()
    {
        var rig = new QueueRig();
        rig.TakeAsChore(seconds: 3);
        Assert.Equal((3, 10), (rig.Queue.ExpectedWait("a").TotalSeconds, rig.Queue.ExpectedWait("a", isChore: true).TotalSeconds));
        rig.Wait("b1");
        // The chore's place goes to b1, whose hold comes before the next turn.
        Assert.Equal(13, rig.Queue.ExpectedWait("a").TotalSeconds);
    }

    [Fact]
    public async Task People_OfAnyModel_GoBeforeChoresOfAnother_WhereTheMachineIsFull()
    {
        var lines = Lines(out var time);
        var running = (await Enter(lines, "large", isChore: false)).Lease!;
        var chore = Enter(lines, "large", isChore: true);
        time.Advance(TimeSpan.FromSeconds(1));
        var person = Enter(lines, "small", isChore: false);
        Assert.Equal((20, 20), (Wait(lines, "small", isChore: false), Wait(lines, "other", isChore: false)));
        Assert.Equal((30, 30), (Wait(lines, "large", isChore: true), Wait(lines, "other", isChore: true)));
        running.Dispose();
        (await person.WaitAsync(Patience)).Lease!.Dispose();
        (await chore.WaitAsync(Patience)).Lease!.Dispose();
        Assert.Equal((0, 0), (lines.Running, lines.Waiting));
    }

    [Fact]
    public async Task Chore_OfAnotherModel_GivesWay_OnlyWhereTheMachineIsWhatIsFull()
    {
        var lines = Lines(out var time);
        lines.Machine.Places = 2;
        var large = (await Enter(lines, "large", isChore: true)).Lease!;
        var largeTold = QueueRig.MayGo(large, 3);
        using var small = (await Enter(lines, "small", isChore: false)).Lease!;
        // The person's model itself is full: the other's place would not help.
        var waits = Enter(lines, "small", isChore: false);
        time.Advance(TimeSpan.FromSeconds(30));
        Assert.False(largeTold.Task.IsCompleted);
        var other = Enter(lines, "third", isChore: false);
        time.Advance(TimeSpan.FromSeconds(3));
        await largeTold.Task.WaitAsync(Patience);
        large.Dispose();
        using var let = (await other.WaitAsync(Patience)).Lease;
        Assert.False(waits.IsCompleted);
    }

    private static BackendLines Lines(out Microsoft.Extensions.Time.Testing.FakeTimeProvider time)
    {
        var lines = new BackendLines(time = new());
        lines.Machine.Places = 1;
        return lines;
    }

    private static BackendQueue LineOf(BackendLines lines, string model) =>
        lines.Of(model, isListed: true, places: 1, size: 9, TimeSpan.FromMinutes(5));

    private static int Wait(BackendLines lines, string model, bool isChore) =>
        (int)LineOf(lines, model).ExpectedWait("x", isChore).TotalSeconds;

    private static Task<QueueEntry> Enter(BackendLines lines, string model, bool isChore) =>
        LineOf(lines, model).EnterAsync("x", default, isChore).AsTask();
}
