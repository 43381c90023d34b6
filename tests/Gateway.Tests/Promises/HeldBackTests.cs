using System.Collections.Concurrent;
using Gateway.Tests.Hosting;
using Gateway.Tests.Wire.Streams;
using Event = Gateway.Tests.Wire.Streams.Sse;

namespace Gateway.Tests.Promises;

/// <summary>The data held of a stream before its answer begins is bounded, for each stream and for all, whatever a backend sends.</summary>
public sealed class HeldBackTests
{
    private const long KiB = 1024;
    private const long MiB = 1024 * KiB;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static TheoryData<string> Floods() =>
    [
        ": keep-alive\n\n",
        ": ping\n",
        "\n",
        "\r\n",
        "event: message\n",
        "event: message\n\n",
        "rubbish\n",
        "rubbish without an end ",
        ": a comment without an end ",
        "data: {\"id\":\"c\"}\n\n",
        Event.Delta("""{"role":"assistant","content":""}"""),
        "data: {\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"padding\":\"",
    ];

    [Theory]
    [MemberData(nameof(Floods))]
    public async Task Flood_BeforeTheFirstEvent_IsLeftForTheNextCandidate_AndCostsNoMemory(string text)
    {
        var most = Task.FromResult(0L);
        WritingRig? rig = null;
        await using var started = rig = await WritingRig.StartAsync(http =>
        {
            most = rig!.MostHeldAsync(http.RequestAborted);
            return WritingBackend.FloodAsync(http, text);
        });

        using var response = await rig.ChatAsync("First");
        Assert.Equal("other", response.Header("x-gateway-backend"));
        new Hosting.Sse(await response.Content.ReadAsStringAsync()).Whole();
        // An event may be long, which one that never ends cannot be told from; all else is held up to the promise.
        var isEvent = text.StartsWith("data:", StringComparison.Ordinal) && !text.EndsWith('\n');
        Assert.InRange(await most.WaitAsync(Patience), 0, isEvent ? 17 * MiB : (256 + 32) * KiB);
        Assert.Equal(0, rig.Held);
    }

    [Fact]
    public async Task Floods_OfManyStreamsAtOnce_KeepToOneBound()
    {
        var most = new ConcurrentBag<Task<long>>();
        WritingRig? rig = null;
        // Each could hold sixteen times as much.
        await using var started = rig = await WritingRig.StartAsync(
            http =>
            {
                most.Add(rig!.MostHeldAsync(http.RequestAborted));
                return WritingBackend.FloodAsync(http, "data: {\"padding\":\"");
            },
            extra: "limits: { heldBack: 1MiB }");
        var responses = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => rig.ChatAsync("First")));
        Assert.All(responses, r => Assert.Equal("other", r.Header("x-gateway-backend")));
        // What is asked for in vain is taken back a moment later.
        Assert.InRange((await Task.WhenAll(most).WaitAsync(Patience)).Max(), 16 * KiB, 2 * MiB);
        foreach (var response in responses)
        {
            response.Dispose();
        }

        using var alone = await rig.ChatAsync("Only");
        var error = await alone.ErrorAsync(503);
        Assert.Contains("limits.heldBack", (string?)error["message"], StringComparison.Ordinal);
        // That the room was short is nobody's fault: the twenty-second is sent there as the first was.
        Assert.Equal(21, rig.Written.Asked);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task FirstEvent_OfMegabytes_Passes(int size)
    {
        var text = new string('x', (int)(size * MiB));
        await using var rig = await WritingRig.StartAsync(http => WritingBackend.WriteAsync(
            http, Event.Delta("""{"role":"assistant","content":""}""") + Event.Says(text) + Event.Ends("stop") + "data: [DONE]\n\n"));
        using var response = await rig.ChatAsync("First");
        Assert.Equal("written", response.Header("x-gateway-backend"));
        Assert.Equal(text.Length, new Hosting.Sse(await response.Content.ReadAsStringAsync()).Whole().Content.Length);
        Assert.Equal(0, rig.Held);
    }

    [Fact]
    public async Task Comments_OfAWholeMebibyte_AreWaitedOut()
    {
        await using var rig = await WritingRig.StartAsync(async http =>
        {
            await WritingBackend.FloodAsync(http, ": keep-alive\n\n", most: MiB);
            await WritingBackend.WriteAsync(http, Event.Says("a") + Event.Ends("stop") + "data: [DONE]\n\n");
        });
        using var response = await rig.ChatAsync("First");
        Assert.Equal("written", response.Header("x-gateway-backend"));
        var stream = new Hosting.Sse(await response.Content.ReadAsStringAsync()).Whole();
        Assert.Equal("a", stream.Content);
        Assert.InRange(stream.Text.Length, 0, 8 * KiB);
    }

    [Fact]
    public async Task Client_ThatLeavesBeforeTheAnswer_LeavesNothingHeld()
    {
        await using var rig = await WritingRig.StartAsync(async http =>
        {
            await WritingBackend.WriteAsync(http, "data: {\"padding\":\"" + new string('x', 64 * (int)KiB));
            await Task.Delay(Timeout.Infinite, http.RequestAborted);
        });
        using var client = await LeavingClient.AskAsync(rig.Gateway.Client.BaseAddress!, "Only");
        await WaitUntil.TrueAsync(() => rig.Held > 0);
        client.Leave();
        await WaitUntil.TrueAsync(() => rig.Held == 0);
    }

    [Fact]
    public async Task EmptyLines_BeforeABody_AreNotKept()
    {
        await using var rig = await WritingRig.StartAsync(async http =>
        {
            http.Response.ContentType = "application/json";
            await WritingBackend.FloodAsync(http, "\n", most: MiB);
            await WritingBackend.WriteAsync(
                http, """{"choices":[{"index":0,"message":{"role":"assistant","content":"a"},"finish_reason":"stop"}]}""");
        });
        using var response = await rig.ChatAsync("First", stream: false);
        Assert.StartsWith("{", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
