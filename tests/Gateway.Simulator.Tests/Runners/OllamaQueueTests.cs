using System.Diagnostics;
using System.Text.Json.Nodes;
using Gateway.Simulator.Models;
using Gateway.Simulator.Options;

namespace Gateway.Simulator.Tests.Runners;

/// <summary>Waiting in Ollama: the line for a place in a loaded model has no end, but the line for a load can be full.</summary>
public class OllamaQueueTests
{
    private const int Load = 400;
    private static readonly SimulatorOptions s_ollama = new() { Personality = Personality.Ollama, Models = ["a:7b", "b:7b"] };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task LoadedModel_ServesItsPlacesInTheOrderOfComing_HoweverManyWait()
    {
        await using var client = await Client.StartAsync(s_ollama with { Parallel = 1, MaxQueue = 2, Warm = ["a:7b"] });
        client.Backend.Script("a:7b", new() { Hold = true });
        var asked = Enumerable.Range(0, 8).Select(_ => client.AskAsync()).ToList();
        await Until.TrueAsync(() => client.Backend.Places("a:7b") == (1, 7));
        for (var left = 7; left >= 0; left--)
        {
            client.Backend.Release("a:7b");
            await Until.TrueAsync(() => client.Backend.Places("a:7b") == (left > 0 ? 1 : 0, Math.Max(0, left - 1)));
        }

        Assert.All(await Task.WhenAll(asked), answer => Assert.NotNull(answer["choices"]));
        Assert.Empty(client.Backend.Loads);
    }

    [Fact]
    public async Task ColdModel_TurnsAwayAtOnceWhoFindsTheLineFull()
    {
        await using var client = await Client.StartAsync(s_ollama with { Parallel = 1, MaxQueue = 2 });
        client.Backend.Script("a:7b", new() { ColdLoadMs = Load });
        var began = Stopwatch.GetTimestamp();
        var asked = Enumerable.Range(0, 8).Select(async _ =>
        {
            using var response = await client.PostAsync(client.Request(false));
            var body = await response.Content.ReadAsStringAsync(Stop);
            return (Status: (int)response.StatusCode, Body: body, After: Stopwatch.GetElapsedTime(began));
        });
        var answers = await Task.WhenAll(asked);
        var refused = answers.Where(answer => answer.Status == 503).ToList();

        Assert.Equal((3, 5), (answers.Count(answer => answer.Status == 200), refused.Count));
        Assert.All(refused, answer => Assert.Contains("maximum pending requests exceeded", answer.Body));
        var served = answers.Where(answer => answer.Status == 200).Min(answer => answer.After);
        Assert.All(refused, answer => Assert.True(answer.After < served));
        Assert.Equal(1, client.Backend.Loads["a:7b"]);
    }

    [Fact]
    public async Task LoadedModel_DoesNotWaitForAnothersLoad_AndAThirdDoes()
    {
        await using var client = await Client.StartAsync(
            s_ollama with { Models = ["a:7b", "b:7b", "c:7b"], Warm = ["b:7b"] });
        client.Backend.Script("a:7b", new() { ColdLoadMs = Load });
        var cold = client.AskAsync(model: "a:7b");
        await Until.TrueAsync(() => client.Backend.Loads.ContainsKey("a:7b"));
        var third = client.AskAsync(model: "c:7b");
        Assert.NotNull((await client.AskAsync(model: "b:7b"))["choices"]);
        Assert.False(client.Backend.Loads.ContainsKey("c:7b"));
        Assert.False(cold.IsCompleted);
        Assert.NotNull((await cold)["choices"]);
        Assert.NotNull((await third)["choices"]);
    }

    [Fact]
    public async Task LoadThatFails_TakesItsTime_AndIsTriedAnewByEachRequest()
    {
        await using var client = await Client.StartAsync(s_ollama);
        client.Backend.Script("a:7b", new() { Error = "loadFailed", ColdLoadMs = 100 });
        var began = Stopwatch.GetTimestamp();
        var statuses = await Task.WhenAll(Enumerable.Range(0, 3).Select(async _ =>
        {
            using var response = await client.PostAsync(client.Request(true));
            return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Stop));
        }));

        Assert.All(statuses, answer => Assert.Equal(500, answer.Item1));
        Assert.All(statuses, answer => Assert.Contains("process has terminated", answer.Item2));
        Assert.True(Stopwatch.GetElapsedTime(began).TotalMilliseconds >= 290);
        Assert.Equal(3, client.Backend.Loads["a:7b"]);
        Assert.Empty(client.Backend.Warm);
        client.Backend.Script("a:7b", new());
        Assert.NotNull((await client.AskAsync())["choices"]);
    }

    [Fact]
    public async Task Models_MadeFromOne_ShareItsRunner_UnlessTheyWantAnotherContext()
    {
        await using var client = await Client.StartAsync(s_ollama with
        {
            Models = ["a:7b", "twin:latest", "small:latest", "other:7b"],
            Parallel = 1,
            Facts = new Dictionary<string, SimulatedModel>
            {
                ["twin:latest"] = new() { MadeFrom = "a:7b" },
                ["small:latest"] = new() { MadeFrom = "twin:latest", ServedContext = 2048 },
            },
        });
        await client.AskAsync(model: "a:7b");
        await client.AskAsync(model: "twin");
        var running = (await client.GetAsync("api/ps"))["models"]!.AsArray();
        var shown = new List<string>();
        foreach (var model in client.Backend.Models)
        {
            using var response = await client.Http.PostAsync("api/show", new StringContent($$"""{"model":"{{model}}"}"""), Stop);
            var file = (string)JsonNode.Parse(await response.Content.ReadAsStringAsync(Stop))!["modelfile"]!;
            shown.Add(file.Split('\n').Single(line => line.StartsWith("FROM ", StringComparison.Ordinal)));
        }
        var tags = (await client.GetAsync("api/tags"))["models"]!.AsArray();

        Assert.Equal("a:7b", (string?)running.Single()!["name"]);
        Assert.Equal(["a:7b"], client.Backend.Loads.Keys);
        Assert.Equal((1, 2), (shown[..3].Distinct().Count(), shown.Distinct().Count()));
        Assert.Equal(["", "a:7b", "twin:latest", ""], tags.Select(tag => (string?)tag!["details"]!["parent_model"]));
        await client.AskAsync(model: "small:latest");
        Assert.Equal(["small:latest"], client.Backend.Warm);
        Assert.Equal(2048, (int)(await client.GetAsync("api/ps"))["models"]![0]!["context_length"]!);
    }

    [Fact]
    public async Task Model_InUse_IsNotUnloadedForAnother()
    {
        await using var client = await Client.StartAsync(s_ollama with { MaxLoaded = 1, Warm = ["a:7b"] });
        client.Backend.Script("a:7b", new() { Hold = true });
        var first = client.AskAsync(model: "a:7b");
        await client.Backend.NextRequestAsync(Stop);
        var second = client.AskAsync(model: "b:7b");
        await client.Backend.NextRequestAsync(Stop);
        await Task.Delay(50, Stop);
        Assert.Equal(["a:7b"], client.Backend.Warm);
        Assert.False(second.IsCompleted);
        client.Backend.Release("a:7b");
        await first;
        await second;

        Assert.Equal(["b:7b"], client.Backend.Warm);
    }

    [Fact]
    public async Task Client_ThatLeavesDuringALoad_LeavesTheModelUnloaded_AndTheLineGoesOn()
    {
        await using var client = await Client.StartAsync(s_ollama);
        client.Backend.Script("a:7b", new() { ColdLoadMs = 600_000 });
        var gone = await client.SendRawAsync(client.Request(true));
        await client.Backend.NextRequestAsync(Stop);
        var next = client.AskAsync(model: "b:7b");
        await Until.TrueAsync(() => client.Backend.Loads.Count == 1);
        gone.Dispose();

        Assert.NotNull((await next)["choices"]);
        Assert.Equal(["b:7b"], client.Backend.Warm);
    }
}
