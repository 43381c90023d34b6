using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Gateway.Simulator;
using Gateway.Simulator.Options;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Promises;

/// <summary>A request waits for a model that must be loaded, or goes elsewhere while it loads, as the operator chooses.</summary>
public sealed class ColdStartTests
{
    private const string Preload = "/api/generate";
    private const string Why = "cold, so a model that is ready answers first";

    // One more of the rig's routes, in the place of further keys at the top.
    private const string CloudRoute = $$"""
          - { name: Quick, coldStart: cloud, candidates: [ { backend: ollama, model: "{{Rig.LocalModel}}" }, { backend: cloud, model: {{Rig.CloudModel}} } ] }
        """;

    private const string KeyText = "sk-gw-12345678-a-key-for-this-test-only";

    [Theory]
    [InlineData("routing: { coldStart: cloud }", "Coder")]
    [InlineData("routing: { coldStart: warm-and-cloud }", "Coder")]
    [InlineData(CloudRoute, "Quick")]
    public async Task ColdModel_WhereTheCloudIsReady_IsPassedOverAndTheAnswerSaysWhy(string extra, string name)
    {
        await using var rig = await Rig.StartAsync(extra);
        rig.Ollama.Script(Rig.LocalModel, new ModelScript { Hold = true });

        using var response = await rig.ChatAsync(name);

        Assert.Equal("cloud", response.Header("x-gateway-backend"));
        Assert.Equal("1", response.Header("x-gateway-attempts"));
        Assert.Contains(Why, response.Header("x-gateway-decision"), StringComparison.Ordinal);
        Assert.Empty(rig.Ollama.Received);
    }

    [Fact]
    public async Task Explanation_OfAColdModelBehindOneThatIsReady_SaysSo()
    {
        await using var rig = await CatalogRig.StartAsync("routing: { coldStart: cloud }", own: [Rig.LocalModel]);
        var text = (await rig.ExplainAsync(CatalogRig.Body("Coder"))).ToJsonString();
        Assert.Contains($"; {Why}", text, StringComparison.Ordinal);
        Assert.Contains($"own/{Rig.LocalModel} is {Why}", text, StringComparison.Ordinal);
        Assert.False(rig.Own.Asked.ContainsKey(Preload));
    }

    [Fact]
    public async Task ColdModel_ByDefault_IsWaitedFor()
    {
        await using var rig = await Rig.StartAsync();
        rig.Ollama.Script(Rig.LocalModel, new ModelScript { ColdLoadMs = 300 });
        var began = Stopwatch.GetTimestamp();

        using var response = await rig.ChatAsync("Coder");

        Assert.Equal("ollama", response.Header("x-gateway-backend"));
        Assert.True(Stopwatch.GetElapsedTime(began) >= TimeSpan.FromMilliseconds(290));
        Assert.Empty(rig.Cloud.Received);
    }

    [Fact]
    public async Task ModelThatIsWarm_IsNotPassedOver()
    {
        await using var rig = await CatalogRig.StartAsync("routing: { coldStart: cloud }", own: [Rig.LocalModel], warm: [Rig.LocalModel]);
        Assert.Equal($"own/{Rig.LocalModel}", await rig.ServedAsync(CatalogRig.Body("Coder")));
    }

    [Fact]
    public async Task ColdModel_ThatIsPassedOver_IsLoadedOnceMeanwhileAndAnswersTheNext()
    {
        await using var rig = await Rig.StartAsync("routing: { coldStart: warm-and-cloud }");
        rig.Ollama.Listing(new ListingScript { Path = Preload, Hold = true });

        Assert.Equal("cloud", await ServedAsync(rig, "Coder"));
        await AskedForLoadingAsync(rig.Ollama);
        Assert.Equal("cloud", await ServedAsync(rig, "Coder"));
        Assert.Equal("cloud", await ServedAsync(rig, "Coder"));
        rig.Ollama.Listing(null);
        rig.Ollama.ReleaseListings();
        await rig.Gateway.Log.WaitForAsync($"ollama/{Rig.LocalModel} was cold and is loaded now");

        Assert.Contains(Rig.LocalModel, rig.Ollama.Warm);
        Assert.Equal("ollama", await ServedAsync(rig, "Coder"));
        Assert.Equal(1, rig.Ollama.Asked[Preload]);
    }

    [Fact]
    public async Task Loading_ThatFails_HarmsNobodyAndIsNotRepeatedAtOnce()
    {
        await using var rig = await Rig.StartAsync("routing: { coldStart: warm-and-cloud }");
        rig.Ollama.Listing(new ListingScript { Path = Preload, Status = 500 });

        Assert.Equal("cloud", await ServedAsync(rig, "Coder"));
        await rig.Gateway.Log.WaitForAsync("could not be loaded in the background: status 500");
        Assert.Equal("cloud", await ServedAsync(rig, "Coder"));
        Assert.Equal("ollama", await ServedAsync(rig, "Local"));

        Assert.Equal(1, rig.Ollama.Asked[Preload]);
    }

    [Fact]
    public async Task Loading_HoldsAPlaceInTheLine_AsARequestDoes()
    {
        await using var ollama = await SimulatedBackend.StartAsync(new SimulatorOptions { Personality = Personality.Ollama });
        await using var cloud = await SimulatedBackend.StartAsync(new SimulatorOptions { Personality = Personality.SiliconFlow });
        await using var gateway = TestGateway.Start(Two(ollama, cloud, "routing: { coldStart: warm-and-cloud }"));
        ollama.Listing(new ListingScript { Path = Preload, Hold = true });
        using var first = await SendAsync(gateway, "Coder");
        Assert.Equal("cloud", first.Header("x-gateway-backend"));
        await AskedForLoadingAsync(ollama);

        // Ollama does one thing at a time, so who comes meanwhile stands in line, and here not for long.
        using var meanwhile = await SendAsync(gateway, "Local");
        var error = await meanwhile.ErrorAsync(503);
        Assert.Contains("the turn did not come", (string?)error["message"], StringComparison.Ordinal);
        Assert.Empty(ollama.Received);

        ollama.Listing(null);
        ollama.ReleaseListings();
        await gateway.Log.WaitForAsync("is loaded now");
        using var later = await SendAsync(gateway, "Local");
        Assert.Equal("ollama", later.Header("x-gateway-backend"));
    }

    [Theory]
    [InlineData("cloud")]
    [InlineData("warm-and-cloud")]
    public async Task LocalOnlyKey_WaitsForTheColdModel_WhateverIsSet(string coldStart)
    {
        await using var ollama = await SimulatedBackend.StartAsync(new SimulatorOptions { Personality = Personality.Ollama });
        await using var cloud = await SimulatedBackend.StartAsync(new SimulatorOptions { Personality = Personality.SiliconFlow });
        await using var gateway = TestGateway.Start(Two(ollama, cloud, $$"""
            routing: { coldStart: {{coldStart}} }
            keys:
              - { name: private, sha256: "{{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(KeyText)))}}", localOnly: true }
            """));
        ollama.Script(Rig.LocalModel, new ModelScript { ColdLoadMs = 300 });

        using var response = await SendAsync(gateway, "Coder");

        Assert.Equal("ollama", response.Header("x-gateway-backend"));
        Assert.Empty(cloud.Received);
        Assert.False(ollama.Asked.ContainsKey(Preload));
    }

    [Fact]
    public async Task ModelThatWasLoadedByARequest_IsKnownToBeWarm_BeforeTheNextMinute()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var rig = await Rig.StartAsync(time: time);
        Assert.Equal("ollama", await ServedAsync(rig, "Local"));
        var asked = rig.Ollama.Asked["/api/ps"];
        await rig.Gateway.Log.WaitForAsync("Complete");

        // The shortest time between two rounds, not the minute.
        for (var i = 0; rig.Ollama.Asked["/api/ps"] == asked; i++)
        {
            Assert.True(i < 5, "the backend was not asked again");
            time.Advance(TimeSpan.FromSeconds(5));
            await NextAskedWithinAsync(rig.Ollama, "/api/ps", TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public async Task ColdLoad_LongerThanTheWarmLimit_NeitherFailsNorCountsAgainstTheModel()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var rig = await Rig.StartAsync(backendExtra: "warmFirstByteTimeout: 10s, firstByteTimeout: 5m", time: time);
        rig.Ollama.Script(Rig.LocalModel, new ModelScript { Hold = true });
        var slow = rig.ChatAsync("Coder", stream: true);
        await rig.Ollama.NextRequestAsync();
        time.Advance(TimeSpan.FromMinutes(4));
        rig.Ollama.Release(Rig.LocalModel);
        using var response = await slow;
        Assert.Equal("ollama", response.Header("x-gateway-backend"));
        Assert.Equal("1", response.Header("x-gateway-attempts"));
        new Sse(await response.Content.ReadAsStringAsync()).Whole();
    }

    [Fact]
    public async Task ColdLoads_LongerThanEvenTheColdLimit_NeverTakeTheModelOut()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        await using var rig = await Rig.StartAsync(backendExtra: "firstByteTimeout: 10s", time: time);
        rig.Ollama.Script(Rig.LocalModel, new ModelScript { Hold = true });
        for (var i = 0; i < 7; i++)
        {
            var answer = rig.ChatAsync("Coder", stream: true);
            await rig.Ollama.NextRequestAsync().WaitAsync(TimeSpan.FromSeconds(20));
            time.Advance(TimeSpan.FromSeconds(10));
            using var response = await answer;
            Assert.Equal("cloud", response.Header("x-gateway-backend"));
        }

        // The eighth is sent there as the first was.
        rig.Ollama.Script(Rig.LocalModel, new ModelScript());
        Assert.Equal("ollama", await ServedAsync(rig, "Coder"));
    }

    private static string Two(SimulatedBackend ollama, SimulatedBackend cloud, string extra) => $$"""
        backends:
          - { name: ollama, provider: ollama, url: "{{ollama.Url}}", queue: { maxWait: 100ms } }
          - { name: cloud, provider: siliconflow, url: "{{cloud.Url}}v1", local: false }
        routes:
          - name: Coder
            candidates: [ { backend: ollama, model: "{{Rig.LocalModel}}" }, { backend: cloud, model: {{Rig.CloudModel}} } ]
          - { name: Local, candidates: [ { backend: ollama, model: "{{Rig.LocalModel}}" } ] }
        {{extra}}
        """;

    private static async Task<HttpResponseMessage> SendAsync(TestGateway gateway, string model)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions");
        request.Headers.Authorization = new("Bearer", KeyText);
        request.Content = new StringContent(CatalogRig.Body(model), null, "application/json");
        return await gateway.Client.SendAsync(request);
    }

    private static async Task<string> ServedAsync(Rig rig, string model)
    {
        using var response = await rig.ChatAsync(model);
        Assert.True((int)response.StatusCode == 200, await response.Content.ReadAsStringAsync());
        return response.Header("x-gateway-backend");
    }

    private static async Task AskedForLoadingAsync(SimulatedBackend backend)
    {
        while (await backend.NextAskedAsync().WaitAsync(TimeSpan.FromSeconds(20)) != Preload)
        {
        }
    }

    // A fake clock may be moved before the round's pause has begun, so it is moved again when nothing comes.
    private static async Task NextAskedWithinAsync(SimulatedBackend backend, string path, TimeSpan limit)
    {
        using var enough = new CancellationTokenSource(limit);
        try
        {
            while (await backend.NextAskedAsync(enough.Token) != path)
            {
            }
        }
        catch (OperationCanceledException)
        {
        }
    }
}
