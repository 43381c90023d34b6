using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Gateway.Simulator.Options;

namespace Gateway.Simulator.Tests.Runners;

/// <summary>llama.cpp's server with one model: its slots, its load, its sleep and its restart.</summary>
public class LlamaCppPlacesTests
{
    private static readonly SimulatorOptions s_server = new() { Personality = Personality.LlamaCpp, Models = ["m"] };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_BeyondTheSlots_WaitInSilence()
    {
        await using var client = await Client.StartAsync(s_server with { Parallel = 2 });
        client.Backend.Script("m", new() { Hold = true });
        Task<string>[] asked = [client.StreamAsync(), client.StreamAsync(), client.StreamAsync()];
        for (var i = 0; i < 3; i++)
        {
            await client.Backend.NextRequestAsync(Stop);
        }
        await Until.TrueAsync(() => client.Backend.Places("m") == (2, 1));
        var slots = (await client.GetAsync("slots")).AsArray();
        client.Backend.Release("m");
        await Until.TrueAsync(() => client.Backend.Places("m") == (1, 0));
        client.Backend.Release("m");

        Assert.Equal([true, true], slots.Select(slot => (bool)slot!["is_processing"]!));
        Assert.All(await Task.WhenAll(asked), stream => Assert.EndsWith("data: [DONE]\n\n", stream));
        Assert.Equal((0, 0), client.Backend.Places("m"));
    }

    [Fact]
    public async Task Client_ThatLeavesTheLine_LeavesItsPlaceToTheNext()
    {
        await using var client = await Client.StartAsync(s_server with { Parallel = 1 });
        client.Backend.Script("m", new() { Hold = true });
        var first = client.StreamAsync();
        await client.Backend.NextRequestAsync(Stop);
        var second = await client.SendRawAsync(client.Request(true));
        await client.Backend.NextRequestAsync(Stop);
        await Until.TrueAsync(() => client.Backend.Places("m") == (1, 1));
        second.Dispose();
        await client.Backend.NextClientGoneAsync(Stop);
        await Until.TrueAsync(() => client.Backend.Places("m") == (1, 0));
        client.Backend.Release("m");

        Assert.EndsWith("data: [DONE]\n\n", await first);
        Assert.Equal(1, client.Backend.Served.ClientsGone);
    }

    [Fact]
    public async Task While_ItLoads_EverythingIs503()
    {
        await using var client = await Client.StartAsync(s_server with { StartLoadMs = 600_000 });
        foreach (var path in new[] { "health", "v1/health", "v1/models", "props", "slots" })
        {
            using var page = await client.Http.GetAsync(path, Stop);
            await AssertLoadingAsync(page);
        }
        using var chat = await client.PostAsync(client.Request(true));
        await AssertLoadingAsync(chat);
        using var count = await client.Http.PostAsJsonAsync("v1/chat/completions/input_tokens", client.Request(false), Stop);
        await AssertLoadingAsync(count);
        client.Backend.Restart(options => options with { StartLoadMs = 0 });
        Assert.Equal("""{"status":"ok"}""", await client.Http.GetStringAsync("health", Stop));
        Assert.NotNull((await client.AskAsync())["choices"]);
    }

    [Fact]
    public async Task Restart_WithAnotherContext_IsSeen()
    {
        await using var client = await Client.StartAsync(s_server with { ServerContext = 4096 });
        client.Backend.Restart(options => options with { ServerContext = 16384, Parallel = 1 });
        var props = await client.GetAsync("props");

        Assert.Equal((16384, 1), ((int)props["default_generation_settings"]!["n_ctx"]!, (int)props["total_slots"]!));
    }

    [Fact]
    public async Task Idle_ItSleeps_ProbesDoNotWakeIt_AndAChatDoes()
    {
        var time = new ManualTime();
        await using var client = await Client.StartAsync(s_server with { SleepIdleSeconds = 60, Time = time });
        client.Backend.Script("m", new() { ColdLoadMs = 50 });
        Assert.False(await SleepsAsync());
        Assert.Empty(client.Backend.Loads);
        time.Now = time.Now.AddSeconds(60);
        Assert.True(await SleepsAsync());
        foreach (var path in new[] { "health", "v1/models", "slots" })
        {
            await client.Http.GetStringAsync(path, Stop);
        }
        Assert.True(await SleepsAsync());
        Assert.NotNull((await client.AskAsync())["choices"]);
        Assert.False(await SleepsAsync());
        Assert.Equal(1, client.Backend.Loads["m"]);

        async Task<bool> SleepsAsync() => (bool)(await client.GetAsync("props"))["is_sleeping"]!;
    }

    private static async Task AssertLoadingAsync(HttpResponseMessage response)
    {
        var error = JsonNode.Parse(await response.Content.ReadAsStringAsync(Stop))!["error"]!;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(("Loading model", "unavailable_error", 503), ((string?)error["message"], (string?)error["type"], (int)error["code"]!));
    }
}
