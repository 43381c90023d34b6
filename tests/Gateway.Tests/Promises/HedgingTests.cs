using System.Net;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises;

/// <summary>A route with <c>hedge: true</c> tries a second candidate beside a slow one; the faster answers, once.</summary>
public sealed class HedgingTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Route_IsNotHedgedByDefault()
    {
        await using var rig = await HedgeRig.StartAsync();
        rig.Measured("Single");
        rig.HoldFirst();
        var answer = rig.Rig.ChatAsync("Single", stream: true);
        await rig.First.NextRequestAsync();
        rig.Time.Advance(TimeSpan.FromSeconds(30));
        rig.ReleaseFirst();
        using var response = await answer;
        await AssertAnsweredAsync(response, "ollama", attempts: 1, hedged: null);
        Assert.Empty(rig.Second.Received);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Route_IsHedgedAfterTwentyOfItsRequestsWereMeasured_ByTheirP95(bool stream)
    {
        await using var rig = await HedgeRig.StartAsync();
        rig.HoldFirst();
        for (var i = 0; i < 20; i++)
        {
            // Late enough for any hedge, were there one.
            var measured = await rig.LateAsync(stream);
            rig.ReleaseFirst();
            using var response = await measured;
            await AssertAnsweredAsync(response, "ollama", attempts: 1, hedged: null);
            await rig.LineOfAsync(response);
        }

        var answer = rig.Rig.ChatAsync("Hedged", stream);
        await rig.First.NextRequestAsync();
        rig.Time.Advance(HedgeRig.P95 - TimeSpan.FromMilliseconds(1));
        Assert.Empty(rig.Second.Received);
        rig.Time.Advance(TimeSpan.FromMilliseconds(1));
        using var hedged = await answer;
        await AssertAnsweredAsync(hedged, "cloud", attempts: 2, $"ollama/{Rig.LocalModel}");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Second_ThatAnswersFirst_IsCommittedAndTheFirstSeesTheEnd(bool stream)
    {
        await using var rig = await HedgeRig.StartAsync();
        rig.Measured();
        rig.HoldFirst();
        // More often than failures in a row take a model out.
        for (var i = 0; i < 6; i++)
        {
            using var response = await await rig.LateAsync(stream);
            await AssertAnsweredAsync(response, "cloud", attempts: 2, $"ollama/{Rig.LocalModel}");
            await rig.First.NextClientGoneAsync().WaitAsync(Limit);
            var line = await rig.LineOfAsync(response);
            Assert.Contains($"hedged=ollama/{Rig.LocalModel} ", line, StringComparison.Ordinal);
            Assert.Contains("failed= ", line, StringComparison.Ordinal);
            Assert.Contains(" 200 Complete ", line, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(rig.Candidates, c => c.State.IsOut);
        await rig.NothingIsHeldAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task First_ThatAnswersBeforeTheSecond_IsCommittedAndTheSecondSeesTheEnd(bool stream)
    {
        await using var rig = await HedgeRig.StartAsync();
        rig.Measured();
        rig.HoldFirst();
        rig.HoldSecond();
        var answer = await rig.LateAsync(stream);
        await rig.Second.NextRequestAsync();
        rig.ReleaseFirst();
        using var response = await answer;
        await AssertAnsweredAsync(response, "ollama", attempts: 2, $"cloud/{Rig.CloudModel}");
        await rig.Second.NextClientGoneAsync().WaitAsync(Limit);
        Assert.Empty(rig.Third.Received);
        await rig.NothingIsHeldAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task First_ThatFailsBesideTheSecond_LeavesItTheAnswer(bool stream)
    {
        await using var rig = await HedgeRig.StartAsync();
        rig.Measured();
        rig.HoldFirst(error: "runnerError");
        rig.HoldSecond();
        var answer = await rig.LateAsync(stream);
        await rig.Second.NextRequestAsync();
        rig.ReleaseFirst();
        await rig.FirstIsOverAsync();
        rig.ReleaseSecond();
        using var response = await answer;
        await AssertAnsweredAsync(response, "cloud", attempts: 2, $"ollama/{Rig.LocalModel}");
        Assert.Contains(
            $"failed=ollama/{Rig.LocalModel}:Unavailable(500) hedged=", await rig.LineOfAsync(response), StringComparison.Ordinal);
        Assert.Empty(rig.Third.Received);
        await rig.NothingIsHeldAsync();
    }

    [Fact]
    public async Task Both_ThatFail_AreFollowedByTheNext()
    {
        await using var rig = await HedgeRig.StartAsync();
        rig.Measured();
        rig.HoldFirst(error: "runnerError");
        rig.HoldSecond(error: "overloaded");
        var answer = await rig.LateAsync(stream: true);
        await rig.Second.NextRequestAsync();
        rig.ReleaseSecond();
        rig.ReleaseFirst();
        using var response = await answer;
        await AssertAnsweredAsync(response, "open", attempts: 3, $"cloud/{Rig.CloudModel}");
        await rig.NothingIsHeldAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task All_ThatFail_AreNamedInOneError(bool stream)
    {
        await using var rig = await HedgeRig.StartAsync();
        rig.Measured();
        // Not in a way that is tried again, which would wait for the clock.
        rig.Third.Script(Rig.OpenModel, new ModelScript { EmptyBody200 = true });
        rig.HoldFirst(error: "runnerError");
        rig.HoldSecond(error: "overloaded");
        var answer = await rig.LateAsync(stream);
        await rig.Second.NextRequestAsync();
        rig.ReleaseFirst();
        rig.ReleaseSecond();
        using var response = await answer;
        Assert.True((int)response.StatusCode >= 500);
        Assert.Equal("3", response.Headers.GetValues("x-gateway-attempts").Single());
        var message = (string)(await response.ErrorAsync((int)response.StatusCode))["message"]!;
        Assert.Contains($"ollama/{Rig.LocalModel}: ", message, StringComparison.Ordinal);
        Assert.Contains($"cloud/{Rig.CloudModel}: ", message, StringComparison.Ordinal);
        await rig.NothingIsHeldAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Client_ThatLeaves_EndsBoth(bool stream)
    {
        await using var rig = await HedgeRig.StartAsync();
        rig.Measured();
        rig.HoldFirst();
        rig.HoldSecond();
        using var leave = new CancellationTokenSource();
        var answer = await rig.LateAsync(stream, leave.Token);
        await rig.Second.NextRequestAsync(CancellationToken.None);
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        await rig.First.NextClientGoneAsync(CancellationToken.None).WaitAsync(Limit, CancellationToken.None);
        await rig.Second.NextClientGoneAsync(CancellationToken.None).WaitAsync(Limit, CancellationToken.None);
        var line = await rig.Gateway.Log.WaitForAsync("ClientClosed");
        Assert.True(line.Contains(" attempts=2 failed= ", StringComparison.Ordinal), line);
        Assert.Empty(rig.Third.Received);
        await rig.NothingIsHeldAsync();
    }

    [Fact]
    public async Task Client_ThatLeavesAfterTheSecondAnswers_EndsIt()
    {
        await using var rig = await HedgeRig.StartAsync();
        rig.Measured();
        rig.HoldFirst();
        rig.Second.Script(Rig.CloudModel, new ModelScript { Fail = FailureMode.Silence });
        var response = await await rig.LateAsync(stream: true);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        response.Dispose();
        await rig.Second.NextClientGoneAsync().WaitAsync(Limit);
        await rig.Gateway.Log.WaitForAsync("ClientClosed");
        await rig.NothingIsHeldAsync();
    }

    [Fact]
    public async Task Hedge_WaitsInNoLine_AndGoesToWhoHasRoom()
    {
        await using var rig = await HedgeRig.StartAsync(secondPlaces: 1);
        rig.Measured();
        rig.HoldFirst();
        rig.HoldSecond();
        var busy = rig.Rig.ChatAsync("Cloud");
        await rig.Second.NextRequestAsync();
        using var response = await await rig.LateAsync(stream: true);
        await AssertAnsweredAsync(response, "open", attempts: 2, $"ollama/{Rig.LocalModel}");
        Assert.Single(rig.Second.Received);
        rig.ReleaseSecond();
        (await busy).Dispose();
    }

    [Fact]
    public async Task Hedge_PassesOverWhoIsPausedOrOut()
    {
        await using var rig = await HedgeRig.StartAsync();
        rig.Measured();
        rig.HoldFirst();
        rig.Candidates[1].State.TakeOut(TimeSpan.FromSeconds(30));
        using var response = await await rig.LateAsync(stream: true);
        await AssertAnsweredAsync(response, "open", attempts: 2, $"ollama/{Rig.LocalModel}");

        rig.Candidates[2].State.Pause(TimeSpan.FromMinutes(1), "for a test");
        var alone = await rig.LateAsync(stream: true);
        rig.ReleaseFirst();
        using var single = await alone;
        await AssertAnsweredAsync(single, "ollama", attempts: 1, hedged: null);
    }

    [Fact]
    public async Task Measurements_AreKeptOverAReload()
    {
        await using var rig = await HedgeRig.StartAsync();
        rig.Measured();
        var text = await File.ReadAllTextAsync(rig.Gateway.ConfigPath);
        await File.WriteAllTextAsync(
            rig.Gateway.ConfigPath + ".next", text.Replace("name: Single", "name: Alone", StringComparison.Ordinal));
        File.Move(rig.Gateway.ConfigPath + ".next", rig.Gateway.ConfigPath, overwrite: true);
        // The file is looked at after a moment of quiet, which is this clock's.
        var reloaded = rig.Gateway.Log.WaitForAsync("has changed and is in force");
        while (!reloaded.IsCompleted)
        {
            rig.Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        await reloaded;
        rig.HoldFirst();
        using var response = await await rig.LateAsync(stream: true);
        await AssertAnsweredAsync(response, "cloud", attempts: 2, $"ollama/{Rig.LocalModel}");
    }

    private static async Task AssertAnsweredAsync(HttpResponseMessage response, string backend, int attempts, string? hedged)
    {
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(backend, response.Headers.GetValues("x-gateway-backend").Single());
        Assert.Equal($"{attempts}", response.Headers.GetValues("x-gateway-attempts").Single());
        Assert.Equal(hedged, response.Headers.TryGetValues("x-gateway-hedged", out var values) ? values.Single() : null);
        Assert.Contains("simulated", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
