using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises;

/// <summary>
/// A llama-server's slots are its places, and the gateway keeps the line before them. If they are unknown, silence is not a failure.
/// </summary>
public sealed class SlotsArePlacesTests
{
    [Fact]
    public async Task Requests_BeyondItsSlots_WaitHere_InTurn()
    {
        await using var rig = await StartAsync();
        rig.Own.Script(LineRig.Small, new ModelScript { Hold = true });
        var chats = Enumerable.Range(0, 5).Select(_ => rig.ChatAsync("Small", stream: true)).ToList();
        await rig.WaitingAsync(3);
        await WaitUntil.TrueAsync(() => rig.Own.Received.Count == 2);
        rig.Time.Advance(TimeSpan.FromSeconds(70));
        await Task.Delay(20);
        Assert.Equal(2, rig.Own.Received.Count);
        await rig.FinishAsync([.. chats]);
        foreach (var chat in chats)
        {
            using var response = await chat.WaitAsync(LineRig.Patience);
            new Sse(await response.Content.ReadAsStringAsync().WaitAsync(LineRig.Patience)).Whole();
        }

        Assert.InRange(rig.Own.Served.MostAtOnce, 1, 2);
    }

    [Theory]
    [InlineData("maxConcurrentPerModel: 1", 1)]
    [InlineData("maxConcurrentPerModel: 4", 4)]
    [InlineData("maxConcurrent: 1", 1)]
    [InlineData("maxConcurrent: 9", 2)]
    public async Task Operator_GoesBeforeTheSlots_WhereHeSpeaksOfTheModel_AndHoldsBesideThemWhereOfTheMachine(string own, int places)
    {
        await using var rig = await StartAsync(own);
        rig.Own.Script(LineRig.Small, new ModelScript { Hold = true });
        var chats = Enumerable.Range(0, 6).Select(_ => rig.ChatAsync("Small")).ToList();
        await rig.WaitingAsync(6 - places);
        await rig.FinishAsync([.. chats]);
    }

    [Fact]
    public async Task Server_ThatIsStartedWithOtherSlots_IsFollowed()
    {
        await using var rig = await StartAsync();
        rig.Own.Script(LineRig.Small, new ModelScript { Hold = true });
        var chats = Enumerable.Range(0, 5).Select(_ => rig.ChatAsync("Small")).ToList();
        await rig.WaitingAsync(3);
        rig.Own.Listing(new ListingScript
        {
            Path = "/props",
            Status = 200,
            Body = """{"default_generation_settings":{"n_ctx":4096},"total_slots":4}"""
        });
        await rig.PassAsync(rig.WaitingAsync(1), TimeSpan.FromMinutes(3), step: 5);
        await rig.FinishAsync([.. chats]);
    }

    // A slot's turn inside a server whose slots are not known shows as silence.
    [Theory]
    [InlineData("llamacpp", true)]
    [InlineData("llamacpp", false)]
    [InlineData("lmstudio", true)]
    [InlineData("vllm", true)]
    [InlineData("openai", true)]
    [InlineData("openai", false)]
    public async Task Silence_OfAnOwnMachineThatIsBusy_IsWaitedForBeyondAMinute(string provider, bool stream)
    {
        await using var rig = await LineRig.StartAsync(
            provider: provider, script: static own => own.Listing(new ListingScript { Path = "/props", Status = 501 }));
        var first = await rig.HoldAsync("Small", stream: true);
        var second = await rig.HoldAsync("Small", stream);
        rig.Time.Advance(TimeSpan.FromSeconds(59));
        await Task.Delay(20);
        rig.Time.Advance(TimeSpan.FromSeconds(120));
        await Task.Delay(50);
        Assert.False(second.IsCompleted);
        rig.Own.Release(LineRig.Small);
        using var response = await second.WaitAsync(LineRig.Patience);
        Assert.Equal("own", response.Header("x-gateway-backend"));
        (await first.WaitAsync(LineRig.Patience)).Dispose();
    }

    private static Task<LineRig> StartAsync(string own = "") =>
        LineRig.StartAsync(own.Length > 0 ? ", " + own : "", provider: "llamacpp", options: static o => o with { Parallel = 2 });
}
