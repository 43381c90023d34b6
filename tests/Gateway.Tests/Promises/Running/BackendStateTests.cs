using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Gateway.Simulator;
using Gateway.Simulator.Options;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Promises.Running;

/// <summary>The admin API and explanations show the state of backends as it is at that moment.</summary>
public sealed class BackendStateTests
{
    private const string OneTry = "resilience: { retries: 0 }";

    [Fact]
    public async Task Model_ThatFails_IsSeenOutThenTriedThenRecoveringThenWell()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var rig = await Rig.StartAsync(OneTry, time: time);
        Assert.Empty((await BackendAsync(rig.Gateway, "ollama"))["models"]!.AsArray());
        await rig.AnswerAsync("Local");
        await AssertModelAsync(rig, "ok", null, isOut: false, share: 1);

        rig.Ollama.Script(Rig.LocalModel, new ModelScript { Error = "runnerError" });
        for (var failure = 0; failure < 5; failure++)
        {
            await AssertModelAsync(rig, "ok", null, isOut: false, share: 1);
            using var response = await rig.ChatAsync("Local");
            Assert.NotEqual(200, (int)response.StatusCode);
        }

        await AssertModelAsync(rig, "out", 30, isOut: true, share: 0);
        time.Advance(TimeSpan.FromSeconds(10));
        await AssertModelAsync(rig, "out", 20, isOut: true, share: 0);
        time.Advance(TimeSpan.FromSeconds(20));
        await AssertModelAsync(rig, "out", 0, isOut: true, share: 0);

        rig.Ollama.Script(Rig.LocalModel, new ModelScript());
        await rig.AnswerAsync("Local");
        await AssertModelAsync(rig, "recovering", 30, isOut: false, share: 0);
        time.Advance(TimeSpan.FromSeconds(15));
        await AssertModelAsync(rig, "recovering", 15, isOut: false, share: 0.5);
        time.Advance(TimeSpan.FromSeconds(15));
        await AssertModelAsync(rig, "ok", null, isOut: false, share: 1);
    }

    [Fact]
    public async Task Model_WhoseBackendAsksForAPause_IsSeenPaused()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var rig = await Rig.StartAsync(OneTry, time: time);
        rig.Cloud.Script(Rig.CloudModel, new ModelScript { Error = "rpmLimit", ErrorTimes = 1 });
        using var response = await rig.ChatAsync("Cloud");
        Assert.Equal(429, (int)response.StatusCode);

        var before = Assert.Single((await BackendAsync(rig.Gateway, "cloud"))["models"]!.AsArray())!;
        Assert.Equal(("paused", true, false), ((string?)before["health"], (bool)before["paused"]!, (bool)before["out"]!));
        var seconds = (double)before["pausedSeconds"]!;
        Assert.True(seconds > 0);
        Assert.Equal(seconds, (double)before["healthSeconds"]!);
        Assert.Equal(("paused", seconds), await HealthAsync(rig, "Cloud"));
        time.Advance(TimeSpan.FromSeconds(seconds + 1));
        var after = Assert.Single((await BackendAsync(rig.Gateway, "cloud"))["models"]!.AsArray())!;
        Assert.Equal(("ok", false, null), ((string?)after["health"], (bool)after["paused"]!, after["pausedSeconds"]));
    }

    [Fact]
    public async Task Backend_ThatIsGone_IsSeenDownSinceThen()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var rig = await Rig.StartAsync(OneTry, time: time);
        await rig.AnswerAsync("Local");
        var before = await BackendAsync(rig.Gateway, "ollama");
        Assert.Equal((false, null, null), ((bool)before["isDown"]!, before["problem"], before["problemSince"]));
        Assert.Equal(
            ("ollama", true, rig.Ollama.Url.ToString()), ((string?)before["provider"], (bool)before["local"]!, (string?)before["url"]));
        Assert.Equal((rig.Ollama.Models.Count, 0L), ((int)before["modelCount"]!, (long)before["listAgeSeconds"]!));
        Assert.False(string.IsNullOrEmpty((string?)before["version"]));

        using var gone = await rig.Ollama.GoAwayAsync();
        using var response = await rig.ChatAsync("Local");
        Assert.NotEqual(200, (int)response.StatusCode);
        time.Advance(TimeSpan.FromSeconds(7));

        var after = await BackendAsync(rig.Gateway, "OLLAMA");
        Assert.True((bool)after["isDown"]!);
        Assert.False(string.IsNullOrEmpty((string?)after["problem"]));
        Assert.Equal(
            (7L, 7L, "2026-01-01T00:00:00.0000000+00:00"),
            ((long)after["problemSeconds"]!, (long)after["listAgeSeconds"]!, (string?)after["problemSince"]));
        Assert.Equal("down", (string?)Assert.Single(after["models"]!.AsArray())!["health"]);
        Assert.Equal(("down", null), await HealthAsync(rig, "Local"));
    }

    [Fact]
    public async Task Line_BeforeABackend_IsSeenWhileRequestsAreHeld()
    {
        await using var backend = await SimulatedBackend.StartAsync(new SimulatorOptions { Personality = Personality.OpenAi });
        await using var gateway = TestGateway.Start(
            $"backends: [ {{ name: one, provider: openai, url: \"{backend.Url}\", maxConcurrent: 1 }} ]");
        Assert.Equal((0, 0, 0, 0.0), Line(await BackendAsync(gateway, "one")));
        backend.Script(Rig.OpenModel, new ModelScript { Hold = true });
        var chats = Enumerable.Range(0, 3).Select(_ => ChatAsync(gateway)).ToList();
        await backend.NextRequestAsync().WaitAsync(TimeSpan.FromSeconds(30));
        // One place, ten seconds each as long as none was measured, and two before a newcomer.
        Assert.Equal((1, 1, 2, 30.0), await LineAsync(gateway, waiting: 2));

        var explained = (await ExplainAsync(gateway.Client, $"one/{Rig.OpenModel}"))["backends"]!.AsArray().Single()!;
        Assert.Equal((1, 2), ((int)explained["running"]!, (int)explained["waiting"]!));

        backend.Release(Rig.OpenModel);
        await backend.NextRequestAsync().WaitAsync(TimeSpan.FromSeconds(30));
        var (inFlight, running, waiting, _) = await LineAsync(gateway, waiting: 1);
        Assert.Equal((1, 1, 1), (inFlight, running, waiting));
        backend.Release(Rig.OpenModel);
        await backend.NextRequestAsync().WaitAsync(TimeSpan.FromSeconds(30));
        backend.Release(Rig.OpenModel);
        Assert.All(await Task.WhenAll(chats), status => Assert.Equal(200, status));
        // The client has its answer a moment before the place is given back.
        for (var tries = 0; (await BackendAsync(gateway, "one")) is var now && Line(now) != (0, 0, 0, 0.0); tries++)
        {
            Assert.True(tries < 1000, now.ToJsonString());
        }
    }

    [Fact]
    public async Task Speed_OfAModel_IsWhatWasMeasured()
    {
        await using var rig = await Rig.StartAsync();
        rig.Open.Script(Rig.OpenModel, new ModelScript { FirstByteDelayMs = 50, TokensPerSecond = 100, Words = 12 });
        await rig.StreamAsync("Open");
        JsonNode? model = null;
        for (var tries = 0; model?["tokensPerSecond"] is null; tries++)
        {
            Assert.True(tries < 1000, model?.ToJsonString());
            model = (await BackendAsync(rig.Gateway, "open"))["models"]!.AsArray().Single();
        }

        var (first, pace) = ((double)model["firstTokenSeconds"]!, (double)model["tokensPerSecond"]!);
        Assert.InRange(first, 0.03, 30);
        Assert.InRange(pace, 1, 300);
        Assert.Equal(first + (200 / pace), (double)model["expectedSeconds"]!, 0.01);
        Assert.True((bool)model["warm"]!);
    }

    [Fact]
    public async Task Credential_IsNotTold_WhereverItStands()
    {
        const string Secret = "hunter2-hunter2-hunter2";
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, Secret);
        await using var gateway = TestGateway.Start($$"""
            backends:
              - { name: by-file, provider: openai, url: "http://127.0.0.1:9/v1/{{Secret}}", credential: { file: "{{file}}" } }
              - { name: missing, provider: openai, url: "http://127.0.0.1:9", credential: { env: GATEWAY_TEST_NOT_SET } }
            """);
        var list = await GetAsync(gateway, "/admin/v1/backends");
        File.Delete(file);
        Assert.Equal(["by-file", "missing"], list["data"]!.AsArray().Select(b => (string?)b!["name"]));
        Assert.DoesNotContain("hunter", list.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("GATEWAY_TEST_NOT_SET", (string?)list["data"]![1]!["problem"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Backend_ThatIsNone_Is404WithTheNearestName()
    {
        await using var rig = await Rig.StartAsync();
        using var response = await rig.Client.GetAsync(new Uri(rig.Gateway.AdminUrl, "/admin/v1/backends/olama"));
        var error = await response.ErrorAsync(404);
        Assert.Equal("backend_not_found", (string?)error["code"]);
        Assert.Contains("Did you mean ollama?", (string?)error["message"], StringComparison.Ordinal);
    }

    private static async Task AssertModelAsync(Rig rig, string health, double? seconds, bool isOut, double share)
    {
        var model = Assert.Single((await BackendAsync(rig.Gateway, "ollama"))["models"]!.AsArray())!;
        Assert.Equal((Rig.LocalModel, health), ((string?)model["name"], (string?)model["health"]));
        Assert.Equal((seconds, isOut ? seconds : null), ((double?)model["healthSeconds"], (double?)model["outSeconds"]));
        Assert.Equal(
            (isOut, share, false, true), ((bool)model["out"]!, (double)model["share"]!, (bool)model["paused"]!, (bool)model["warm"]!));
        Assert.Equal((health, seconds), await HealthAsync(rig, "Local"));
    }

    private static async Task<(string?, double?)> HealthAsync(Rig rig, string model)
    {
        var candidate = (await ExplainAsync(rig.Client, model))["candidates"]!.AsArray().Single()!;
        return ((string?)candidate["health"], (double?)candidate["healthSeconds"]);
    }

    private static async Task<JsonNode> ExplainAsync(HttpClient client, string model)
    {
        using var content = new StringContent(CatalogRig.Body(model), null, "application/json");
        using var response = await client.PostAsync("/v1/route/explain", content);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<JsonNode>())!;
    }

    private static async Task<int> ChatAsync(TestGateway gateway)
    {
        using var content = new StringContent(CatalogRig.Body(Rig.OpenModel), null, "application/json");
        using var response = await gateway.Client.PostAsync("/v1/chat/completions", content);
        return (int)response.StatusCode;
    }

    private static async Task<(int InFlight, int Running, int Waiting, double Wait)> LineAsync(TestGateway gateway, int waiting)
    {
        for (var tries = 0; ; tries++)
        {
            var line = Line(await BackendAsync(gateway, "one"));
            if (line.Waiting == waiting)
            {
                return line;
            }

            Assert.True(tries < 1000, $"{line}");
        }
    }

    private static (int InFlight, int Running, int Waiting, double Wait) Line(JsonNode backend)
    {
        Assert.Equal(1, (int)backend["maxConcurrent"]!);
        return ((int)backend["inFlight"]!, (int)backend["running"]!, (int)backend["waiting"]!, (double)backend["expectedWaitSeconds"]!);
    }

    private static Task<JsonNode> BackendAsync(TestGateway gateway, string name) => GetAsync(gateway, $"/admin/v1/backends/{name}");

    private static async Task<JsonNode> GetAsync(TestGateway gateway, string path) =>
        (await gateway.Client.GetFromJsonAsync<JsonNode>(new Uri(gateway.AdminUrl, path)))!;
}
