using Gateway.Resilience.Queue;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Resilience.Queue;

/// <summary>Each model has a line of its own. If the machine has a limit too, a request holds a place in both or in neither.</summary>
public sealed class LinesByModelTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly FakeTimeProvider _time = new();
    private readonly BackendLines _lines;

    public LinesByModelTests() => _lines = new BackendLines(_time);

    [Fact]
    public void Model_WithAPlace_WaitsForNoOther()
    {
        using var large = Take("large");
        var waits = Enter("large", "a");
        Assert.False(waits.IsCompleted);
        using var small = Take("small");
        Assert.Equal((2, 1), (_lines.Running, _lines.Waiting));
    }

    [Fact]
    public async Task PlaceGivenBack_GoesToTheLineOfItsModel()
    {
        var (large, small) = (Take("large"), Take("small"));
        var (waitsLarge, waitsSmall) = (Enter("large", "a"), Enter("small", "b"));
        small.Dispose();
        (await waitsSmall.WaitAsync(Patience)).Lease!.Dispose();
        Assert.False(waitsLarge.IsCompleted);
        large.Dispose();
        (await waitsLarge.WaitAsync(Patience)).Lease!.Dispose();
        Assert.Equal((0, 0), (_lines.Running, _lines.Waiting));
    }

    [Theory]
    [InlineData(0, false, false)]
    [InlineData(0, true, true)]
    [InlineData(2, false, true)]
    public void Line_OfWhichNothingIsToldAnyMore_StaysAsItWas(int places, bool isUnlimited, bool isLetIn)
    {
        using var large = Take("large");
        _ = Enter("large", "a");
        _lines.Follow("large", places, isUnlimited, 10, TimeSpan.FromMinutes(1));
        Assert.Equal((isLetIn ? 0 : 1, 10), (_lines.Waiting, _lines.Find("large")!.Options.MaxWaiting));
    }

    [Fact]
    public async Task MachineThatIsFull_HoldsUpAllModels_AndItsPlaceIsNeverIdle()
    {
        _lines.Machine.Places = 1;
        var large = Take("large");
        var (waitsLarge, waitsSmall) = (Enter("large", "a"), Enter("small", "b"));
        Assert.Equal((1, 2), (_lines.Running, _lines.Waiting));
        large.Dispose();
        var first = await waitsLarge.WaitAsync(Patience);
        Assert.False(waitsSmall.IsCompleted);
        first.Lease!.Dispose();
        (await waitsSmall.WaitAsync(Patience)).Lease!.Dispose();
        Assert.Equal((0, 0), (_lines.Running, _lines.Waiting));
    }

    // Who waits for a model's place keeps none of the machine's from the others.
    [Fact]
    public void MachineWithPlaces_IsNotHeldUp_ByAModelThatIsFull()
    {
        _lines.Machine.Places = 2;
        using var large = Take("large");
        for (var i = 0; i < 5; i++)
        {
            Assert.False(Enter("large", "a").IsCompleted);
        }

        using var small = Take("small");
        Assert.False(Enter("third", "a").IsCompleted);
    }

    [Fact]
    public async Task Owners_TakeTurnsOnTheMachine_WhateverModelsTheyAskFor()
    {
        _lines.Machine.Places = 1;
        var running = Take("m0");
        var greedy = Enumerable.Range(0, 5).Select(i => Enter($"m{i}", "greedy")).ToList();
        var modest = Enter("m9", "modest");
        running.Dispose();
        var first = await greedy[0].WaitAsync(Patience);
        first.Lease!.Dispose();
        (await modest.WaitAsync(Patience)).Lease!.Dispose();
        foreach (var waits in greedy.Skip(1))
        {
            (await waits.WaitAsync(Patience)).Lease!.Dispose();
        }

        Assert.Equal((0, 0), (_lines.Running, _lines.Waiting));
    }

    [Fact]
    public async Task MachineThatGetsMorePlaces_LetsInFromAllLines()
    {
        _lines.Machine.Places = 1;
        using var running = Take("m0");
        Task<QueueEntry>[] waits = [Enter("m1", "a"), Enter("m2", "a"), Enter("m0", "a")];
        _lines.Machine.Places = 0;
        using var one = (await waits[0].WaitAsync(Patience)).Lease;
        using var two = (await waits[1].WaitAsync(Patience)).Lease;
        Assert.False(waits[2].IsCompleted);
    }

    [Fact]
    public void ExpectedWait_IsThatOfTheModel_OrOfTheMachineWhereThatIsLonger()
    {
        using var large = Take("large");
        Assert.Equal((10, 0), (Wait("large"), Wait("small")));
        _lines.Machine.Places = 1;
        Assert.Equal((10, 10), (Wait("large"), Wait("small")));
        Assert.False(Enter("large", "a").IsCompleted);
        // One is before a newcomer in the model's line, and one line takes turns with the other.
        Assert.Equal((20, 20), (Wait("large"), Wait("small")));
    }

    [Fact]
    public void Models_WithoutPlacesOfTheirOwn_StandInOneLine()
    {
        _lines.Machine.Places = 1;
        Assert.Same(_lines.Of("a", true, 0, 9, Patience), _lines.Of("b", true, 0, 9, Patience));
        Assert.NotSame(_lines.Of("a", true, 1, 9, Patience), _lines.Of("b", true, 1, 9, Patience));
        Assert.Same(_lines.Of("a", true, 1, 9, Patience), _lines.Of("A", true, 2, 9, Patience));
        Assert.Equal(2, _lines.Of("a", true, 2, 9, Patience).Options.Places);
    }

    [Fact]
    public void NamesThatClientsMakeUp_DoNotFillTheMemory()
    {
        for (var i = 0; i < 10_000; i++)
        {
            _lines.Of($"made-up-{i}", isListed: false, 1, 9, Patience);
        }

        Assert.InRange(_lines.All.Count(), 1, 300);
        Assert.NotSame(_lines.Of("made-up-9999", false, 1, 9, Patience), _lines.Of("listed", isListed: true, 1, 9, Patience));
    }

    [Fact]
    public async Task Place_OfOneThatWaits_IsToldAsTheLineMoves()
    {
        var running = Take("m");
        var line = _lines.Of("m", true, 1, 9, Patience);
        _ = line.EnterAsync("a", default, out var first).AsTask();
        _ = line.EnterAsync("a", default, out var second).AsTask();
        _ = line.EnterAsync("b", default, out var other).AsTask();
        Assert.Equal((1, 3, 2), (first!.PlaceNow, second!.PlaceNow, other!.PlaceNow));
        running.Dispose();
        using var next = (await first.Task.WaitAsync(Patience)).Lease;
        Assert.Equal((0, 2, 1), (first.PlaceNow, second.PlaceNow, other.PlaceNow));
    }

    private int Wait(string model) => (int)_lines.Of(model, true, 1, 9, Patience).ExpectedWait("x").TotalSeconds;

    private QueueLease Take(string model)
    {
        var entering = Enter(model, "x");
        Assert.True(entering.IsCompletedSuccessfully);
        return entering.Result.Lease!;
    }

    private Task<QueueEntry> Enter(string model, string owner) =>
        _lines.Of(model, isListed: true, places: 1, size: 9, Patience).EnterAsync(owner, default).AsTask();
}
