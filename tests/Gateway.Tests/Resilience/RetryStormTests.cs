using Gateway.Configuration;
using Gateway.Resilience;
using Gateway.Resilience.Ejection;
using Gateway.Resilience.Retries;
using Gateway.Routing.Candidates;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Resilience;

/// <summary>
/// Retries are at most a fifth of the requests of the last ten seconds and at most two for one request, after the requested wait.
/// </summary>
public class RetryStormTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Backend_FailingEveryOneOf500ASecondFor30Seconds_SeesAtMost1Point2TimesTheLoad()
    {
        var guard = Guard();
        var attempts = 0;
        var running = new List<Task>();
        for (var tick = 0; tick < 30 * 50; tick++)
        {
            for (var i = 0; i < 10; i++)
            {
                running.Add(guard.RetryAsync(Fail(), _ => ValueTask.FromResult(Fail()), 0, default).AsTask());
            }

            _time.Advance(TimeSpan.FromMilliseconds(20));
        }

        while (!running.TrueForAll(t => t.IsCompleted))
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Equal(15_000, running.Count);
        Assert.InRange(attempts, 15_001, 15_000 * 1.2 + 3);

        Result Fail()
        {
            Interlocked.Increment(ref attempts);
            return new Result(Fault.Failed, MayPass: true, null);
        }
    }

    [Theory]
    [InlineData(true, 3)]
    [InlineData(false, 1)]
    public async Task Request_IsTriedTwiceMore_WhenItMayPassAndNobodyElseIsLeft(bool mayRetry, int expected)
    {
        var attempts = 0;
        await RunAsync(Guard(), mayRetry, () => new Result(Fault.Failed, MayPass: true, null), () => attempts++);
        Assert.Equal(expected, attempts);
    }

    [Fact]
    public async Task Fault_ThatWillNotPass_IsNotTriedAgain()
    {
        var attempts = 0;
        await RunAsync(Guard(), true, () => new Result(Fault.Failed, MayPass: false, null), () => attempts++);
        Assert.Equal(1, attempts);
    }

    [Fact]
    public async Task Budget_OfThree_IsThereWithoutAnyLoad()
    {
        var guard = Guard();
        var attempts = 0;
        for (var i = 0; i < 5; i++)
        {
            await RunAsync(guard, true, () => new Result(Fault.Failed, MayPass: true, null), () => attempts++);
        }

        Assert.Equal(5 + 3, attempts);
    }

    [Fact]
    public async Task RetryAfter_IsWaitedForAndALittleMore()
    {
        var asked = TimeSpan.FromSeconds(2);
        var attempts = 0;
        attempts++;
        var run = Guard().RetryAsync(
            new Result(Fault.Neutral, true, asked),
            _ =>
            {
                attempts++;
                return ValueTask.FromResult(new Result(Fault.None, false, null));
            },
            0,
            default).AsTask();
        _time.Advance(asked - TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, attempts);
        _time.Advance(asked / 10 + TimeSpan.FromMilliseconds(1));
        await run.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.Equal(2, attempts);
    }

    [Fact]
    public async Task RetryAfter_LongerThanTheLongestWait_IsNotTriedAgain()
    {
        var attempts = 0;
        await RunAsync(Guard(), true, () => new Result(Fault.Neutral, true, TimeSpan.FromSeconds(6)), () => attempts++);
        Assert.Equal(1, attempts);
    }

    [Fact]
    public void AnotherModel_CostsTheBudget_OnlyWhileTheBackendAnswersNobody()
    {
        var budget = new RetryBudget(_time);
        for (var i = 0; i < 3; i++)
        {
            Assert.True(budget.HasForAnother(20));
            Assert.True(budget.TryTakeForAnother(20));
        }

        Assert.False(budget.HasForAnother(20));
        Assert.False(budget.TryTakeForAnother(20));
        budget.Answered();
        Assert.True(budget.HasForAnother(20));
        Assert.True(budget.TryTakeForAnother(20));
        // The same on the same model does.
        Assert.False(budget.TryTake(20));
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.True(budget.TryTake(20));
    }

    private ModelGuard<Result> Guard() => new(
        new ModelState(_time), new RetryBudget(_time), new ResilienceConfig(), new Random(1).NextDouble, _time);

    private async Task RunAsync(ModelGuard<Result> guard, bool mayRetry, Func<Result> result, Action count)
    {
        var first = Attempt();
        var run = mayRetry && first.MayPass
            ? guard.RetryAsync(first, _ => ValueTask.FromResult(Attempt()), 0, default).AsTask()
            : Task.CompletedTask;
        while (!run.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await run;

        Result Attempt()
        {
            count();
            return result();
        }
    }

    private sealed record Result(Fault Fault, bool MayPass, TimeSpan? RetryAfter) : IAttemptResult;
}
