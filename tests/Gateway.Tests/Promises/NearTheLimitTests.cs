using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Gateway.Simulator;
using Gateway.Simulator.Models;
using Gateway.Simulator.Options;
using Gateway.Tests.Hosting;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.Promises;

/// <summary>
/// If only the estimate says that a prompt is near the limit, a backend that can counts it, an earlier answer tells, or it goes to a model
/// known to take it. It is refused only if it would be cut silently.
/// </summary>
public sealed class NearTheLimitTests
{
    // By its length 4,504 tokens; by the server's own count 3,600, which is nine tenths of the context.
    [Theory]
    [InlineData(0.2, 18_000, "llama")]
    [InlineData(0.25, 16_300, "llama")]
    [InlineData(0.25, 16_400, "cloud")]
    [InlineData(0.3, 15_000, "cloud")]
    public async Task Prompt_NearTheLimitOfALlamaServer_IsCountedThere(double tokensPerCharacter, int length, string backend)
    {
        await using var llama = await SimulatedBackend.StartAsync(new()
        {
            Personality = Personality.LlamaCpp,
            Models = ["m"],
            ServerContext = 4096,
            Facts = new Dictionary<string, SimulatedModel> { ["m"] = new() { TokensPerCharacter = tokensPerCharacter } },
        });
        await using var cloud = await SimulatedBackend.StartAsync(new() { Personality = Personality.OpenAi });
        await using var gateway = TestGateway.Start($$"""
            backends:
              - { name: llama, provider: llamacpp, url: "{{llama.Url}}" }
              - { name: cloud, provider: openai, url: "{{cloud.Url}}" }
            routes: [ { name: Mine, candidates: [ { backend: llama, model: m }, { backend: cloud, model: sim-model } ] } ]
            """);
        foreach (var stream in new[] { true, false })
        {
            using var response = await SendAsync(gateway, Body("Mine", length, stream));
            Assert.Equal((200, backend), ((int)response.StatusCode, response.Header("x-gateway-backend")));
            Assert.Equal("1", response.Header("x-gateway-attempts"));
        }
    }

    [Fact]
    public async Task Count_IsAskedForOnce_AsTheRequestWouldBeSent_AndInDoubtOnly()
    {
        await using var counting = await CountingBackend.StartAsync(
            static c => c.Response.WriteAsync("""{"input_tokens":3000,"object":"response.input_tokens"}"""));
        await using var gateway = Before(counting);
        using (var sure = await SendAsync(gateway, Body("Mine", 8_000)))
        {
            Assert.Equal("counting", sure.Header("x-gateway-backend"));
            Assert.Empty(counting.Counted);
        }

        using var response = await SendAsync(gateway, Body("Mine", 16_000));
        Assert.Equal("counting", response.Header("x-gateway-backend"));
        var counted = JsonNode.Parse(Assert.Single(counting.Counted))!;
        Assert.Equal(("counted", 16_000), ((string?)counted["model"], ((string)counted["messages"]![0]!["content"]!).Length));
    }

    // Twice the context by the estimate, and still no reason to give it up unasked: invented words are taken for three times their tokens.
    [Theory]
    [InlineData(3_000, "counting")]
    [InlineData(4_095, "counting")]
    [InlineData(4_096, "other")]
    [InlineData(9_000, "other")]
    public async Task Count_SaysWhereItGoes_AndExplainSaysTheSame(int tokens, string backend)
    {
        await using var counting = await CountingBackend.StartAsync(c => c.Response.WriteAsync($$"""{"input_tokens":{{tokens}}}"""));
        await using var gateway = Before(counting);
        using var response = await SendAsync(gateway, Body("Mine", 36_000));
        Assert.Equal(backend, response.Header("x-gateway-backend"));

        using var explained = await SendAsync(gateway, Body("Mine", 36_000), "/v1/route/explain");
        var candidates = (await explained.Content.ReadFromJsonAsync<JsonNode>())!["candidates"]!.AsArray();
        Assert.Equal(backend, (string?)candidates.Single(c => (int)c!["order"]! == 1)!["backend"]);
        if (backend == "other")
        {
            Assert.Equal(
                $"takes 4,096 tokens, the prompt has {tokens:N0}",
                (string?)candidates.Single(c => (string?)c!["backend"] == "counting")!["reason"]);
        }
    }

    // Whoever cannot count says so by refusing.
    [Theory]
    [InlineData(404, "not found")]
    [InlineData(500, """{"error":{"message":"no"}}""")]
    [InlineData(503, """{"error":{"message":"Loading model"}}""")]
    [InlineData(200, """{"input_tokens":"many"}""")]
    [InlineData(200, """{"other":{"input_tokens":5}}""")]
    [InlineData(200, "<html>")]
    [InlineData(200, "")]
    public async Task Count_ThatFails_FailsNoRequest(int status, string body)
    {
        await using var counting = await CountingBackend.StartAsync(async c =>
        {
            c.Response.StatusCode = status;
            await c.Response.WriteAsync(body);
        });
        await using var gateway = Before(counting);
        using var alone = await SendAsync(gateway, Body("counting/counted", 16_000));
        Assert.Equal((200, "counting"), ((int)alone.StatusCode, alone.Header("x-gateway-backend")));
        // One that surely takes it goes first.
        using var first = await SendAsync(gateway, Body("Mine", 16_000));
        Assert.Equal("other", first.Header("x-gateway-backend"));
    }

    [Fact]
    public async Task Count_ThatDoesNotCome_HoldsNobodyUp()
    {
        await using var counting = await CountingBackend.StartAsync(static c => Task.Delay(Timeout.Infinite, c.RequestAborted));
        await using var gateway = Before(counting);
        using var response = await SendAsync(gateway, Body("counting/counted", 16_000));
        Assert.Equal(200, (int)response.StatusCode);
    }

    [Fact]
    public async Task Count_OfPictures_IsNotAskedFor()
    {
        await using var counting = await CountingBackend.StartAsync(static c => c.Response.WriteAsync("""{"input_tokens":9000}"""));
        await using var gateway = TestGateway.Start($$"""
            backends: [ { name: counting, provider: llamacpp, url: "{{counting.Url}}" } ]
            models: [ { model: counted, tags: [Vision] } ]
            """);
        var body = Body("counting/counted", 15_000);
        body["messages"]!.AsArray().Add(
            JsonNode.Parse("""{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]}"""));
        using var response = await SendAsync(gateway, body);
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Empty(counting.Counted);
    }

    [Theory]
    [InlineData("false", 0)]
    [InlineData("true", 1)]
    public async Task Prompt_IsCountedByMachinesOfOnesOwnAlone(string isLocal, int times)
    {
        await using var counting = await CountingBackend.StartAsync(static c => c.Response.WriteAsync("""{"input_tokens":3000}"""));
        await using var gateway = TestGateway.Start($$"""
            backends: [ { name: counting, provider: llamacpp, url: "{{counting.Url}}", local: {{isLocal}} } ]
            """);
        using var response = await SendAsync(gateway, Body("counting/counted", 16_000));
        Assert.Equal((200, times), ((int)response.StatusCode, counting.Counted.Count));
    }

    // By their length alone the tools of a chat page would be left out.
    [Theory]
    [InlineData(3_000, true)]
    [InlineData(5_000, false)]
    public async Task Tools_OfAChatPage_AreSentWhereACountSaysThatTheyFit(int tokens, bool areSent)
    {
        await using var counting = await CountingBackend.StartAsync(c => c.Response.WriteAsync($$"""{"input_tokens":{{tokens}}}"""));
        await using var gateway = TestGateway.Start($$"""
            backends: [ { name: counting, provider: llamacpp, url: "{{counting.Url}}" } ]
            models: [ { model: counted, tags: [Tools] } ]
            routes: [ { name: Page, tools: optional, candidates: [ { backend: counting, model: counted } ] } ]
            """);
        var body = Body("Page", 10);
        body["tools"] = JsonNode.Parse(
            $$"""[{"type":"function","function":{"name":"f","description":"{{new string('x', 16_000)}}","parameters":{"type":"object"} } }]""");
        using var response = await SendAsync(gateway, body);
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal(areSent, Assert.Single(counting.Answered).Contains("\"tools\":", StringComparison.Ordinal));
    }

    // An Ollama that cuts cannot be asked, so its answers teach how long its prompts are beside their estimates.
    [Fact]
    public async Task Prompt_NearTheLimitOfAnOllama_IsSentOnceItsAnswersShowThatItFits()
    {
        await using var ollama = await SimulatedBackend.StartAsync(new()
        {
            Personality = Personality.Ollama,
            Models = ["m:7b"],
            Warm = ["m:7b"],
            Facts = new Dictionary<string, SimulatedModel> { ["m:7b"] = new() { TokensPerCharacter = 0.22 } },
        });
        await using var gateway = TestGateway.Start($$"""
            backends: [ { name: ollama, provider: ollama, url: "{{ollama.Url}}", contextLength: 4096 } ]
            """);
        // 3,350 tokens by its length: a quarter more would be too many, a fifth would not.
        using (var early = await SendAsync(gateway, Body("m:7b", 13_400)))
        {
            var error = await early.ErrorAsync(400);
            Assert.Equal("prompt_too_long", (string?)error["code"]);
            Assert.Contains("ollama cuts what is longer without a word", (string?)error["message"], StringComparison.Ordinal);
        }

        for (var i = 0; i < 8; i++)
        {
            using var taught = await SendAsync(gateway, Body("m:7b", 8_000));
            Assert.Equal(200, (int)taught.StatusCode);
        }

        await WaitUntil.TrueAsync(async () =>
        {
            using var late = await SendAsync(gateway, Body("m:7b", 13_400));
            return (int)late.StatusCode == 200;
        });
        // The next text may be code, of which a fifth more than all it was sent so far comes to the same.
        using var longer = await SendAsync(gateway, Body("m:7b", 14_000));
        await longer.ErrorAsync(400);
    }

    // "Native" models refuse, so they may be sent what may fit.
    [Theory]
    [InlineData(true, 200)]
    [InlineData(false, 400)]
    public async Task Prompt_NearTheLimitOfAnOllamasModel_IsSentWhereThatRefuses(bool isNative, int status)
    {
        await using var ollama = await SimulatedBackend.StartAsync(new()
        {
            Personality = Personality.Ollama,
            Models = ["m:7b"],
            Warm = ["m:7b"],
            Facts = new Dictionary<string, SimulatedModel> { ["m:7b"] = new() { Native = isNative, ServedContext = 4096 } },
        });
        await using var gateway = TestGateway.Start($$"""
            backends: [ { name: ollama, provider: ollama, url: "{{ollama.Url}}" } ]
            """);
        using var response = await SendAsync(gateway, Body("m:7b", 16_000));
        Assert.Equal(status, (int)response.StatusCode);
    }

    private static TestGateway Before(CountingBackend counting) => TestGateway.Start($$"""
        backends:
          - { name: counting, provider: llamacpp, url: "{{counting.Url}}" }
          - { name: other, provider: openai, url: "{{counting.Url}}" }
        models: [ { backend: other, model: counted, contextLength: 1000000 } ]
        routes: [ { name: Mine, candidates: [ { backend: counting, model: counted }, { backend: other, model: counted } ] } ]
        """);

    private static JsonObject Body(string model, int length, bool stream = false) => new()
    {
        ["model"] = model,
        ["stream"] = stream,
        ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = new string('x', length) }),
    };

    private static async Task<HttpResponseMessage> SendAsync(TestGateway gateway, JsonObject body, string path = "/v1/chat/completions")
    {
        using var content = new StringContent(body.ToJsonString(), null, "application/json");
        return await gateway.Client.PostAsync(path, content);
    }
}
