using System.Text.Json.Nodes;
using Gateway.Simulator.Models;
using Gateway.Simulator.Options;

namespace Gateway.Simulator.Tests.Runners;

public class WarmTests
{
    private const int Forever = 600_000;
    private static readonly string[] s_models = ["a:7b", "b:7b", "c:7b", "d:7b", "e:cloud"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Chat_LoadsItsModel_AndUnloadsTheLeastRecentlyUsed()
    {
        await using var client = await Client.StartAsync(new SimulatorOptions { Personality = Personality.Ollama, Models = s_models });
        foreach (var model in new[] { "a:7b", "b:7b", "c:7b", "a:7b", "d:7b", "e:cloud" })
        {
            await client.AskAsync(model: model);
        }

        Assert.Equal(["c:7b", "a:7b", "d:7b"], client.Backend.Warm);
        Assert.Equal(client.Backend.Warm, (await client.GetAsync("api/ps"))["models"]!.AsArray().Select(m => (string)m!["name"]!));
    }

    [Fact]
    public async Task Generate_WithoutAPrompt_LoadsTheModelAfterItsTime()
    {
        await using var client = await Client.StartAsync(new SimulatorOptions { Personality = Personality.Ollama, Models = s_models });
        client.Backend.Script("a:7b", new() { ColdLoadMs = 100 });
        using var http = new HttpClient { BaseAddress = client.Backend.Url };
        var began = System.Diagnostics.Stopwatch.GetTimestamp();
        var answer = await http.PostAsync("api/generate", new StringContent("""{"model":"a:7b"}"""), Stop);

        Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(began).TotalMilliseconds >= 95);
        Assert.Equal("load", (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Stop))!["done_reason"]);
        Assert.Equal(["a:7b"], client.Backend.Warm);
        Assert.Equal(1, client.Backend.Asked["/api/generate"]);
        Assert.Empty(client.Backend.Received);
        var unknown = await http.PostAsync("api/generate", new StringContent("""{"model":"z:1b"}"""), Stop);
        Assert.Equal(404, (int)unknown.StatusCode);
    }

    [Fact]
    public async Task Ps_TellsWithWhichContextAndUntilWhen()
    {
        var time = new ManualTime();
        await using var client = await Client.StartAsync(new SimulatorOptions
        {
            Personality = Personality.Ollama,
            Models = s_models,
            Warm = ["a:7b", "b:7b"],
            Facts = new Dictionary<string, SimulatedModel> { ["b:7b"] = new() { ServedContext = 16384 } },
            Time = time,
        });
        var models = (await client.GetAsync("api/ps"))["models"]!.AsArray();

        Assert.Equal([4096, 16384], models.Select(m => (int)m!["context_length"]!));
        Assert.Equal(time.Now.AddMinutes(5), (DateTimeOffset)models[0]!["expires_at"]!);
        Assert.Equal((long)models[0]!["size"]!, (long)models[0]!["size_vram"]!);
        time.Now = time.Now.AddMinutes(5);
        Assert.Empty(client.Backend.Warm);
    }

    [Fact]
    public async Task ColdLoad_IsSilentUntilLoaded_AndOnlyWhenCold()
    {
        await using var client = await Client.StartAsync(
            new SimulatorOptions { Personality = Personality.Ollama, Models = s_models, Warm = ["b:7b"] });
        foreach (var model in s_models)
        {
            client.Backend.Script(model, new() { ColdLoadMs = Forever });
        }
        Assert.NotNull((await client.AskAsync(model: "b:7b"))["choices"]);
        Assert.NotNull((await client.AskAsync(model: "e:cloud"))["choices"]);
        var cold = await client.SendRawAsync(client.Request(true));
        // The third to arrive is the cold one: to leave before it was read would be no departure.
        for (var i = 0; i < 3; i++)
        {
            await client.Backend.NextRequestAsync(Stop);
        }
        cold.Dispose();
        await client.Backend.NextClientGoneAsync(Stop);

        Assert.Equal((2, 1), (client.Backend.Served.Answers, client.Backend.Served.ClientsGone));
        Assert.Equal(["b:7b"], client.Backend.Warm);
    }

    [Fact]
    public async Task Refused_DoesNotLoad()
    {
        await using var client = await Client.StartAsync(new SimulatorOptions { Personality = Personality.Ollama, Models = s_models });
        client.Backend.Script(client.Model, new() { Error = "busy" });
        await client.AskAsync();

        Assert.Empty(client.Backend.Warm);
    }

    [Fact]
    public async Task Removed_IsNotLoadedAnyMore()
    {
        await using var client = await Client.StartAsync(
            new SimulatorOptions { Personality = Personality.Ollama, Models = s_models, Warm = ["a:7b", "b:7b"] });
        client.Backend.SetModels("b:7b");

        Assert.Equal(["b:7b"], client.Backend.Warm);
    }

    [Theory]
    [InlineData("api/v0/models", "data", "id", "state", "\"loaded\"", "\"not-loaded\"")]
    [InlineData("api/v1/models", "models", "key", "loaded_instances", "8192", "[]")]
    public async Task LmStudio_LoadsTheFirst_AndWhatIsUsed(string path, string list, string id, string member, string loaded, string other)
    {
        await using var client = await Client.StartAsync(new SimulatorOptions
        {
            Personality = Personality.LmStudio,
            Models = ["a", "b", "c"],
            Facts = new Dictionary<string, SimulatedModel>
            {
                ["a"] = new() { ServedContext = 8192 },
                ["c"] = new() { ServedContext = 8192 }
            },
        });
        await client.AskAsync(model: "c");
        var items = (await client.GetAsync(path))[list]!.AsArray().ToDictionary(m => (string)m![id]!, m => m![member]!.ToJsonString());

        Assert.Contains(loaded, items["a"]);
        Assert.Equal(other, items["b"]);
        Assert.Contains(loaded, items["c"]);
    }

    [Fact]
    public async Task LlamaCpp_WithOneModel_HasItLoaded()
    {
        await using var client = await Client.StartAsync(Personality.LlamaCpp);
        client.Backend.Script(client.Model, new() { ColdLoadMs = Forever });

        Assert.NotNull((await client.AskAsync())["choices"]);
    }

    [Fact]
    public async Task MaxLoaded_OfNone_IsRefused() => await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() =>
        SimulatedBackend.StartAsync(new() { Personality = Personality.Ollama, MaxLoaded = 0 }, Stop));
}
