using Gateway.Simulator;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises;

/// <summary>The gateway waits for a llama-server that says it is loading, just as for an Ollama that loads silently.</summary>
public sealed class LoadingServerTests
{
    private const string Loading = """{"error":{"message":"Loading model","type":"unavailable_error","code":503}}""";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Server_ThatIsStartedAnew_IsWaitedFor_AndNothingCounts(bool stream)
    {
        await using var rig = await StartAsync();
        Load(rig);
        var chats = Enumerable.Range(0, 4).Select(_ => rig.ChatAsync("Small", stream)).ToList();
        // A stream has its headers with the first comment, everybody else is still waiting.
        await rig.PassAsync(Task.WhenAll(chats), TimeSpan.FromSeconds(75));
        if (!stream)
        {
            Assert.DoesNotContain(chats, c => c.IsCompleted);
            // One asks for all, once a second, and nobody sends his prompt again and again.
            Assert.Equal(4, rig.Own.Received.Count);
            Assert.InRange(rig.Own.Asked["/health"], 50, 90);
        }

        var state = await rig.StateAsync();
        Assert.Equal((true, false, null), ((bool)state["isLoading"]!, (bool)state["isDown"]!, state["problem"]));
        Assert.Equal((1.0, "loading"), await rig.HealthAsync());
        Serve(rig);
        var reading = Task.WhenAll(chats.Select(ReadAsync));
        await rig.PassAsync(reading, TimeSpan.FromSeconds(30));
        foreach (var (status, text) in await reading.WaitAsync(LineRig.Patience))
        {
            Assert.True(status == 200, text);
            Assert.True(!stream || text.StartsWith(": waiting, the model is being loaded\n\n", StringComparison.Ordinal), text);
            _ = stream ? new Sse(text).Whole() : null;
        }

        Assert.False((bool)(await rig.StateAsync())["isLoading"]!);
        Assert.Equal((1.0, "ok"), await rig.HealthAsync());
    }

    // Whoever waits in a loop would turn it without a pause until the process ends.
    [Fact]
    public async Task Wait_WhenTheGatewaysTimeIsOver_Ends()
    {
        using var drain = new Gateway.Runtime.DrainSignal();
        drain.EndNow();
        var watch = new Gateway.Runtime.LoadingWatch(null!, drain, TimeProvider.System);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => watch.WaitAsync(null!, TimeSpan.FromMinutes(5), CancellationToken.None));
    }

    [Fact]
    public async Task Server_ThatLoadsForLongerThanAModelMayTake_IsGivenUp_AndCountsAgainstNobody()
    {
        await using var rig = await StartAsync();
        Load(rig);
        var chat = rig.ChatAsync("Small");
        var waited = await rig.PassAsync(chat, TimeSpan.FromMinutes(8), step: 1);
        Assert.InRange(waited.TotalMinutes, 4.9, 5.5);
        using var response = await chat.WaitAsync(LineRig.Patience);
        var error = await response.ErrorAsync(503);
        Assert.Equal("backend_loading", (string?)error["code"]);
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.Equal((1.0, "loading"), await rig.HealthAsync());
    }

    [Theory]
    [InlineData("wait", "own")]
    [InlineData("cloud", "cloud")]
    [InlineData("warm-and-cloud", "cloud")]
    public async Task ColdStart_SaysWhoAnswersMeanwhile(string coldStart, string served)
    {
        await using var rig = await StartAsync($", coldStart: {coldStart}");
        for (var i = 0; i < 3; i++)
        {
            Load(rig);
            var chat = rig.ChatAsync("Spills");
            if (served == "own")
            {
                var sent = 2 * i + 1;
                await WaitUntil.TrueAsync(() => rig.Own.Received.Count == sent);
            }

            await rig.PassAsync(chat, TimeSpan.FromSeconds(5));
            if (served == "own")
            {
                Assert.False(chat.IsCompleted);
                Serve(rig);
                await rig.PassAsync(chat, TimeSpan.FromSeconds(30));
            }

            using var response = await chat.WaitAsync(LineRig.Patience);
            Assert.Equal(served, response.Header("x-gateway-backend"));
        }

        // Known to be loading, it is passed over without being asked; where it is waited for, each finds it out, and is sent when it
        // serves.
        Assert.Equal(served == "own" ? 6 : 1, rig.Own.Received.Count);
    }

    [Fact]
    public async Task Server_ThatLoads_IsWaitedForAfterAll_WhenTheOthersFail()
    {
        await using var rig = await StartAsync(", coldStart: cloud");
        Load(rig);
        rig.Cloud.Script(LineRig.CloudModel, new ModelScript { Error = "forbidden" });
        var chat = rig.ChatAsync("Spills");
        await rig.PassAsync(chat, TimeSpan.FromSeconds(20));
        Assert.False(chat.IsCompleted);
        Serve(rig);
        await rig.PassAsync(chat, TimeSpan.FromSeconds(20));
        Assert.Equal("own", (await chat.WaitAsync(LineRig.Patience)).Header("x-gateway-backend"));
    }

    [Theory]
    [InlineData(LineRig.Small)]
    [InlineData("Chat:local")]
    [InlineData("Chat:local@8b-")]
    [InlineData($"own/{LineRig.Small}")]
    public async Task Gateway_StartedBesideAServerThatLoads_KnowsItsModelsAsSoonAsItServes(string name)
    {
        await using var rig = await LineRig.StartAsync(provider: "llamacpp", script: own => Load(own));
        var state = await rig.StateAsync();
        Assert.Equal((true, false, null), ((bool)state["isLoading"]!, (bool)state["isDown"]!, state["problem"]));
        var chat = rig.ChatAsync(name);
        await rig.PassAsync(chat, TimeSpan.FromSeconds(40));
        Assert.False(chat.IsCompleted, chat.IsCompleted ? await (await chat).Content.ReadAsStringAsync() : "");
        Serve(rig);
        await rig.PassAsync(chat, TimeSpan.FromSeconds(30));
        using var response = await chat.WaitAsync(LineRig.Patience);
        Assert.Equal(("own", LineRig.Small), (response.Header("x-gateway-backend"), response.Header("x-gateway-model")));
    }

    [Theory]
    [InlineData("cloud/" + LineRig.CloudModel)]
    [InlineData(LineRig.CloudModel)]
    public async Task RequestTooLongForAnotherBackendsModel_IsRefusedAtOnce_WhileAServerLoads(string name)
    {
        await using var rig = await LineRig.StartAsync(
            provider: "llamacpp",
            script: Load,
            extra: $"models: [ {{ model: \"{LineRig.CloudModel}\", contextLength: 1000 }} ]");
        var body = CatalogRig.Body(name, content: $"\"{string.Concat(Enumerable.Repeat("so it goes ", 4_000))}\"");
        using var content = new StringContent(body, null, "application/json");
        using var response = await rig.Gateway.Client.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), content).WaitAsync(
            LineRig.Patience);
        Assert.Equal("prompt_too_long", (string?)(await response.ErrorAsync(400))["code"]);
    }

    [Fact]
    public async Task Client_LeavingWhileAServerLoads_IsNotServedLater()
    {
        await using var rig = await StartAsync();
        Load(rig);
        using var leaves = new CancellationTokenSource();
        var chat = rig.ChatAsync("Small", cancellationToken: leaves.Token);
        await rig.Own.NextRequestAsync().WaitAsync(LineRig.Patience);
        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => chat);
        await rig.Gateway.Log.WaitForAsync("ClientClosed");
        Serve(rig);
        // Whoever still waited would be sent before one who comes after the server was seen to serve.
        await rig.KnownToServeAsync();
        using var later = await rig.ChatAsync("Small").WaitAsync(LineRig.Patience);
        Assert.Equal(200, (int)later.StatusCode);
        Assert.Equal(2, rig.Own.Received.Count);
    }

    // Its models are known, and it has been started anew since.
    private static async Task<LineRig> StartAsync(string route = "") => await LineRig.StartAsync(provider: "llamacpp", route: route);

    private static void Load(LineRig rig) => Load(rig.Own);

    private static void Load(SimulatedBackend own)
    {
        own.Listing(new ListingScript { Status = 503, Body = Loading });
        own.Script(LineRig.Small, new ModelScript { Error = "loadingModel" });
    }

    private static void Serve(LineRig rig)
    {
        rig.Own.Listing(null);
        rig.Own.Script(LineRig.Small, new ModelScript());
    }

    private static async Task<(int, string)> ReadAsync(Task<HttpResponseMessage> chat)
    {
        using var response = await chat;
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
