using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises;

/// <summary>
/// A machine whose own line is full is healthy. Its refusals do not count as failures, another machine answers meanwhile, and a lone one is
/// asked again.
/// </summary>
public sealed class FullIsNotSickTests
{
    private static readonly ModelScript s_full = new() { Error = "busy" };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Machine_ThatIsFull_SendsOn_AndKeepsItsHealth(bool stream)
    {
        await using var rig = await LineRig.StartAsync();
        rig.Own.Script(LineRig.Small, s_full);
        for (var i = 0; i < 8; i++)
        {
            using var response = await rig.ChatAsync("Spills", stream);
            Assert.Equal("cloud", response.Header("x-gateway-backend"));
            await response.Content.ReadAsStringAsync();
        }

        Assert.Equal(8, rig.Own.Received.Count);
        Assert.Equal((1.0, "ok"), await rig.HealthAsync());
        rig.Own.Script(LineRig.Small, new ModelScript());
        using var own = await rig.ChatAsync("Spills");
        Assert.Equal("own", own.Header("x-gateway-backend"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Machine_ThatIsFullAndAlone_IsAskedAgain_UntilItHasRoom(bool stream)
    {
        await using var rig = await LineRig.StartAsync();
        rig.Own.Script(LineRig.Small, s_full with { ErrorTimes = 7 });
        var chat = rig.ChatAsync("Small", stream);
        await rig.PassAsync(chat, TimeSpan.FromMinutes(5));
        using var response = await chat.WaitAsync(LineRig.Patience);
        // A stream may have begun with comments by now.
        var reading = response.Content.ReadAsStringAsync();
        await rig.PassAsync(reading, TimeSpan.FromMinutes(5));
        var text = await reading.WaitAsync(LineRig.Patience);
        await rig.PassAsync(rig.Gateway.Log.WaitForAsync("Complete"), TimeSpan.FromMinutes(5));
        Assert.True((int)response.StatusCode == 200, text);
        Assert.Equal(8, rig.Own.Received.Count);
        Assert.Equal((1.0, "ok"), await rig.HealthAsync());
        // What it said seven times is said once.
        var line = await rig.Gateway.Log.WaitForAsync("Complete");
        Assert.Single(line.Split("own/" + LineRig.Small + ":Busy(503)")[1..]);
    }

    [Fact]
    public async Task Stream_ThatWaitsForRoom_IsToldSo()
    {
        await using var rig = await LineRig.StartAsync();
        rig.Own.Script(LineRig.Small, s_full with { ErrorTimes = 12 });
        var chat = rig.ChatAsync("Small", stream: true);
        await rig.PassAsync(chat, TimeSpan.FromMinutes(5));
        using var response = await chat.WaitAsync(LineRig.Patience);
        var reading = response.Content.ReadAsStringAsync();
        await rig.PassAsync(reading, TimeSpan.FromMinutes(5));
        var text = await reading.WaitAsync(LineRig.Patience);
        Assert.StartsWith(": waiting, place 1 in line\n\n", text, StringComparison.Ordinal);
        new Sse(text).Whole();
    }

    [Fact]
    public async Task Machine_ThatStaysFull_IsGivenUpAfterTheLongestWait()
    {
        await using var rig = await LineRig.StartAsync(", queue: { maxWait: 1m }");
        rig.Own.Script(LineRig.Small, s_full);
        var chat = rig.ChatAsync("Small");
        var waited = await rig.PassAsync(chat, TimeSpan.FromMinutes(5));
        Assert.InRange(waited.TotalSeconds, 55, 70);
        var error = await (await chat.WaitAsync(LineRig.Patience)).ErrorAsync(503);
        Assert.Equal("backend_busy", (string?)error["code"]);
        Assert.InRange(rig.Own.Received.Count, 10, 20);
        Assert.Equal((1.0, "ok"), await rig.HealthAsync());
    }

    [Fact]
    public async Task Machine_ThatIsFull_IsWaitedForAfterAll_WhenTheOthersFail()
    {
        await using var rig = await LineRig.StartAsync();
        rig.Own.Script(LineRig.Small, s_full with { ErrorTimes = 3 });
        rig.Cloud.Script(LineRig.CloudModel, new ModelScript { Error = "forbidden" });
        var chat = rig.ChatAsync("Spills");
        await rig.PassAsync(chat, TimeSpan.FromMinutes(2));
        using var response = await chat.WaitAsync(LineRig.Patience);
        Assert.Equal("own", response.Header("x-gateway-backend"));
    }

    [Fact]
    public async Task Waiting_ForRoom_HoldsTheModelsPlace_SoThatOneAsksForAll()
    {
        await using var rig = await LineRig.StartAsync();
        rig.Own.Script(LineRig.Small, s_full with { ErrorTimes = 5 });
        var chats = Enumerable.Range(0, 4).Select(_ => rig.ChatAsync("Small")).ToList();
        await rig.WaitingAsync(3);
        await rig.PassAsync(Task.WhenAll(chats), TimeSpan.FromMinutes(5));
        foreach (var chat in chats)
        {
            Assert.Equal(200, (int)(await chat.WaitAsync(LineRig.Patience)).StatusCode);
        }

        Assert.Equal(9, rig.Own.Received.Count);
    }

    [Theory]
    [InlineData("openai", 503, """{"error":{"message":"The request queue is full."}}""")]
    [InlineData("llamacpp", 503, """{"error":{"code":503,"message":"no slot available","type":"unavailable_error"}}""")]
    [InlineData("ollama", 503, """{"error":"server busy, please try again.  maximum pending requests exceeded"}""")]
    [InlineData("llamacpp", 501, """{"error":{"code":501,"message":"This server does not support this.","type":"not_supported_error"}}""")]
    [InlineData(
        "ollama", 501, """{"error":{"message":"This server does not support embeddings","type":"api_error","param":null,"code":null}}""")]
    public async Task Words_OfFullness_AndOfWhatIsNotSwitchedOn_ChangeNoHealth(string provider, int status, string body)
    {
        await using var rig = await LineRig.StartAsync(provider: provider);
        rig.Own.Script(LineRig.Small, new ModelScript { ErrorStatus = status, ErrorBody = body });
        for (var i = 0; i < 8; i++)
        {
            using var response = await rig.ChatAsync("Spills", stream: i % 2 == 0);
            Assert.Equal("cloud", response.Header("x-gateway-backend"));
            await response.Content.ReadAsStringAsync();
        }

        Assert.Equal(8, rig.Own.Received.Count);
        Assert.Equal((1.0, "ok"), await rig.HealthAsync());
    }
}
