using System.Text;
using Gateway.Runtime;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Promises;

/// <summary>
/// If there is nowhere else to go, a person waits in line as long as at the machine itself, and is told the place. A request is refused
/// only if the line is longer than the operator allows, or after the longest wait.
/// </summary>
public sealed class WaitingInLineTests
{
    private static readonly TimeSpan Answer = TimeSpan.FromSeconds(18);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task FivePeople_BeforeAnOllamaWithLongAnswers_AreAllServed(bool stream)
    {
        await using var rig = await LineRig.StartAsync();
        rig.Own.Script(LineRig.Small, new ModelScript { Hold = true });
        var people = Enumerable.Range(0, 5).Select(_ => rig.ChatAsync("Small", stream)).ToList();
        await rig.WaitingAsync(4);
        for (var i = 0; i < 5; i++)
        {
            await rig.Own.NextRequestAsync().WaitAsync(LineRig.Patience);
            rig.Time.Advance(Answer);
            rig.Own.Release(LineRig.Small);
        }

        foreach (var person in people)
        {
            using var response = await person.WaitAsync(LineRig.Patience);
            var text = await response.Content.ReadAsStringAsync().WaitAsync(LineRig.Patience);
            Assert.True((int)response.StatusCode == 200, text);
            _ = stream ? new Sse(text).Whole() : null;
        }

        Assert.Equal(1, rig.Own.Served.MostAtOnce);
        Assert.Equal((1.0, "ok"), await rig.HealthAsync());
    }

    [Fact]
    public async Task Stream_InLine_IsToldItsPlace_AsItMoves_AndTheAnswerFollows()
    {
        await using var rig = await LineRig.StartAsync();
        var first = await rig.HoldAsync("Small");
        var second = rig.ChatAsync("Small");
        await rig.WaitingAsync(1);
        var third = rig.ChatAsync("Small", stream: true);
        await rig.WaitingAsync(2);

        rig.Time.Advance(TimeSpan.FromSeconds(15));
        using var response = await third.WaitAsync(LineRig.Patience);
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("2", response.Header("x-gateway-queue-place"));
        var stream = await response.Content.ReadAsStreamAsync();
        await ReadAsync(stream, ": waiting, place 2 in line\n\n");

        rig.Own.Release(LineRig.Small);
        Assert.Equal(200, (int)(await first).StatusCode);
        await rig.Own.NextRequestAsync().WaitAsync(LineRig.Patience);
        rig.Time.Advance(TimeSpan.FromSeconds(15));
        await ReadAsync(stream, ": waiting, place 1 in line\n\n");

        rig.Own.Release(LineRig.Small);
        Assert.Equal(200, (int)(await second).StatusCode);
        await rig.Own.NextRequestAsync().WaitAsync(LineRig.Patience);
        // Once it began, the silence before the answer is told too.
        rig.Time.Advance(TimeSpan.FromSeconds(15));
        await ReadAsync(stream, ": keep-alive\n\n");
        rig.Own.Release(LineRig.Small);
        new Sse(await new StreamReader(stream).ReadToEndAsync().WaitAsync(LineRig.Patience)).Whole();
    }

    [Fact]
    public async Task Stream_WhoseTurnComesInTime_HasNoComment_AndItsHeaders()
    {
        await using var rig = await LineRig.StartAsync();
        var first = await rig.HoldAsync("Small");
        var second = rig.ChatAsync("Small", stream: true);
        await rig.WaitingAsync(1);
        rig.Time.Advance(TimeSpan.FromSeconds(14));
        rig.Own.Release(LineRig.Small);
        await first;
        await rig.Own.NextRequestAsync().WaitAsync(LineRig.Patience);
        // Not in line any more: a silent model is waited for as before, with its status and its headers.
        rig.Time.Advance(TimeSpan.FromSeconds(40));
        rig.Own.Release(LineRig.Small);
        using var response = await second.WaitAsync(LineRig.Patience);
        Assert.Equal(
            ("own", "1", "14000"),
            (response.Header("x-gateway-backend"), response.Header("x-gateway-queue-place"), response.Header("x-gateway-queue-wait")));
        Assert.DoesNotContain(": ", (await response.Content.ReadAsStringAsync()).Split("data:")[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Comments_InLine_AreNotSent_WhereTheOperatorWantsNone()
    {
        await using var rig = await LineRig.StartAsync(extra: "streams: { keepAliveInLine: 0s }");
        var first = await rig.HoldAsync("Small");
        var second = rig.ChatAsync("Small", stream: true);
        await rig.WaitingAsync(1);
        rig.Time.Advance(TimeSpan.FromMinutes(4));
        rig.Own.Script(LineRig.Small, new ModelScript());
        rig.Own.Release(LineRig.Small);
        await first;
        using var response = await second.WaitAsync(LineRig.Patience);
        Assert.Equal("own", response.Header("x-gateway-backend"));
    }

    [Fact]
    public async Task Wait_HasALimitInMinutes()
    {
        await using var rig = await LineRig.StartAsync();
        var first = await rig.HoldAsync("Small");
        var second = rig.ChatAsync("Small");
        await rig.WaitingAsync(1);
        // The held one is past its own limit by then, and its place goes to nobody in time.
        rig.Own.Script(LineRig.Small, new ModelScript { Hold = true });
        var waited = await rig.PassAsync(Task.WhenAll(first, second), TimeSpan.FromMinutes(20), step: 5);
        Assert.InRange(waited.TotalMinutes, 9.9, 10.5);
        var error = await (await second).ErrorAsync(504);
        Assert.Contains("300 seconds", (string?)error["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wait_BeyondTheLimit_Is503_BackendBusy()
    {
        await using var rig = await LineRig.StartAsync(", queue: { maxWait: 2m }");
        var first = await rig.HoldAsync("Small");
        var second = rig.ChatAsync("Small");
        await rig.WaitingAsync(1);
        rig.Time.Advance(TimeSpan.FromSeconds(119));
        Assert.False(second.IsCompleted);
        rig.Time.Advance(TimeSpan.FromSeconds(2));
        var error = await (await second.WaitAsync(LineRig.Patience)).ErrorAsync(503);
        Assert.Equal("backend_busy", (string?)error["code"]);
        Assert.Contains("the turn did not come within 12", (string?)error["message"], StringComparison.Ordinal);
        rig.Own.Release(LineRig.Small);
        await first;
    }

    [Fact]
    public async Task Line_LongerThanTheOperatorAllows_Is503AtOnce()
    {
        await using var rig = await LineRig.StartAsync(", queue: { size: 1 }");
        var first = await rig.HoldAsync("Small");
        var second = rig.ChatAsync("Small");
        await rig.WaitingAsync(1);
        using var refused = await rig.ChatAsync("Small").WaitAsync(LineRig.Patience);
        Assert.Equal("backend_busy", (string?)(await refused.ErrorAsync(503))["code"]);
        // Another model's line is another line.
        using var other = await rig.ChatAsync("Large").WaitAsync(LineRig.Patience);
        Assert.Equal(200, (int)other.StatusCode);
        rig.Own.Script(LineRig.Small, new ModelScript());
        rig.Own.Release(LineRig.Small);
        await Task.WhenAll(first, second).WaitAsync(LineRig.Patience);
    }

    [Fact]
    public async Task Wait_InLine_DoesNotEatTheTimeOfTheAnswer()
    {
        await using var rig = await LineRig.StartAsync(", totalTimeout: 6m, firstByteTimeout: 5m");
        var first = await rig.HoldAsync("Small");
        var second = rig.ChatAsync("Small", stream: true);
        await rig.WaitingAsync(1);
        rig.Time.Advance(TimeSpan.FromMinutes(4));
        rig.Own.Release(LineRig.Small);
        await first;
        await rig.Own.NextRequestAsync().WaitAsync(LineRig.Patience);
        // Eight minutes in all, four of them for the answer.
        rig.Time.Advance(TimeSpan.FromMinutes(4));
        rig.Own.Release(LineRig.Small);
        using var response = await second.WaitAsync(LineRig.Patience);
        new Sse(await response.Content.ReadAsStringAsync()).Whole();
    }

    [Fact]
    public async Task Client_LeavingWhileItIsToldItsPlace_LeavesTheLine()
    {
        await using var rig = await LineRig.StartAsync();
        var first = await rig.HoldAsync("Small");
        var second = rig.ChatAsync("Small", stream: true);
        await rig.WaitingAsync(1);
        rig.Time.Advance(TimeSpan.FromSeconds(15));
        (await second.WaitAsync(LineRig.Patience)).Dispose();
        await rig.WaitingAsync(0);
        rig.Own.Release(LineRig.Small);
        await first;
        Assert.Single(rig.Own.Received);
    }

    // Of two machines that are both busy, the one with the shorter line.
    [Fact]
    public async Task Line_ThatIsTheShortest_IsTaken_WhereAllHaveOne()
    {
        await using var rig = await LineRig.StartAsync(
            ", queue: { spillAfter: 0s }", cloud: ", maxConcurrent: 1, queue: { spillAfter: 0s }", extra: $$"""
              - { name: Cloud, candidates: [ { backend: cloud, model: {{LineRig.CloudModel}} } ] }
            """);
        var own = new List<Task> { await rig.HoldAsync("Small"), rig.ChatAsync("Small"), rig.ChatAsync("Small") };
        await rig.WaitingAsync(2);
        rig.Cloud.Script(LineRig.CloudModel, new ModelScript { Hold = true });
        var cloud = rig.ChatAsync("Cloud");
        await rig.Cloud.NextRequestAsync().WaitAsync(LineRig.Patience);
        var spills = rig.ChatAsync("Spills");
        await WaitUntil.TrueAsync(() => rig.LinesOf("cloud")!.Waiting == 1);
        rig.Cloud.Script(LineRig.CloudModel, new ModelScript());
        rig.Cloud.Release(LineRig.CloudModel);
        using var answered = await spills.WaitAsync(LineRig.Patience);
        Assert.Equal("cloud", answered.Header("x-gateway-backend"));
        rig.Own.Script(LineRig.Small, new ModelScript());
        rig.Own.Release(LineRig.Small);
        await Task.WhenAll([.. own, cloud]).WaitAsync(LineRig.Patience);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Gateway_ThatStops_TellsThoseWhoWait(bool stream)
    {
        await using var rig = await LineRig.StartAsync();
        var first = await rig.HoldAsync("Small");
        var second = rig.ChatAsync("Small", stream);
        await rig.WaitingAsync(1);
        rig.Gateway.Services.GetRequiredService<DrainSignal>().EndNow();
        using var told = await second.WaitAsync(LineRig.Patience);
        Assert.Contains("shutting down", (string?)(await told.ErrorAsync(503))["message"], StringComparison.Ordinal);
        (await first.WaitAsync(LineRig.Patience)).Dispose();
    }

    private static async Task ReadAsync(Stream stream, string text)
    {
        var buffer = new byte[text.Length];
        await stream.ReadExactlyAsync(buffer).AsTask().WaitAsync(LineRig.Patience);
        Assert.Equal(text, Encoding.UTF8.GetString(buffer));
    }
}
