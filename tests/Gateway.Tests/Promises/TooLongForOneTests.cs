using System.Text.Json.Nodes;
using Gateway.Simulator;
using Gateway.Simulator.Models;
using Gateway.Simulator.Options;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises;

/// <summary>
/// A prompt that one backend calls too long, in any words, goes to the next one with more room, and the context that it reported
/// is believed.
/// </summary>
public sealed class TooLongForOneTests
{
    private const string Plain =
        """{"error":{"code":400,"message":"request (9000 tokens) exceeds the available context size (2048 tokens), try increasing it","type":"exceed_context_size_error","n_prompt_tokens":9000,"n_ctx":2048}}""";

    public static TheoryData<string, string> Bodies()
    {
        var data = new TheoryData<string, string>();
        foreach (var provider in new[] { "ollama", "llamacpp", "lmstudio", "openai", "vllm" })
        {
            data.Add(provider, Plain);
            data.Add(provider, InText(Plain));
            data.Add(provider, InText(InText(Plain)));
            data.Add(provider, new JsonObject { ["error"] = Plain }.ToJsonString());
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Refusal_OfAnyShape_SendsOn_AndTeachesTheContext(string provider, string body)
    {
        await using var rig = await ProviderRig.StartAsync(provider);
        rig.Script(new ModelScript { ErrorStatus = 400, ErrorBody = body });
        foreach (var stream in new[] { true, false })
        {
            using var next = await rig.ChatAsync(stream, "First");
            Assert.Equal((200, "other"), ((int)next.StatusCode, next.Header("x-gateway-backend")));
        }

        // Where none is left, the client hears it in the usual words.
        using var alone = await rig.ChatAsync(stream: true);
        var error = await alone.ErrorAsync(400);
        Assert.Equal("prompt_too_long", (string?)error["code"]);
        Assert.Contains("request (9000 tokens) is beyond what", (string?)error["message"], StringComparison.Ordinal);

        using var content = new StringContent(
            $$"""{"model":"Only","messages":[{"role":"user","content":"hi"}]}""", null, "application/json");
        using var explained = await rig.Gateway.Client.PostAsync("/v1/route/explain", content);
        Assert.Contains("\"contextLength\":2048", await explained.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    // One with no Go template: it refuses what may fit and does not, and the larger one of the same machine is asked.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task NativeModel_OfAnOllama_SendsOnToTheLargerOne(bool stream)
    {
        await using var ollama = await SimulatedBackend.StartAsync(new()
        {
            Personality = Personality.Ollama,
            Models = ["small:1b", "large:7b"],
            Facts = new Dictionary<string, SimulatedModel>
            {
                ["small:1b"] = new() { Native = true, ServedContext = 4096 },
                ["large:7b"] = new() { Native = true, ServedContext = 4300 },
            },
        });
        await using var gateway = TestGateway.Start($$"""
            backends: [ { name: ollama, provider: ollama, url: "{{ollama.Url}}" } ]
            routes:
              - { name: Mine, candidates: [ { backend: ollama, model: "small:1b" }, { backend: ollama, model: "large:7b" } ] }
              - { name: Small, candidates: [ { backend: ollama, model: "small:1b" } ] }
            """);
        using var response = await SendAsync(gateway, "Mine", 16_800, stream);
        Assert.Equal((200, "large:7b"), ((int)response.StatusCode, response.Header("x-gateway-model")));
        using var alone = await SendAsync(gateway, "Small", 16_800, stream);
        Assert.Equal("prompt_too_long", (string?)(await alone.ErrorAsync(400))["code"]);
    }

    // By what the backend said, and not by what was believed: the second was thought to be no longer than the first.
    [Theory]
    [InlineData(9_000, 20_000, "second")]
    [InlineData(9_000, 8_192, "second")]
    [InlineData(30_000, 8_192, null)]
    public async Task Next_IsWhoTakesThePromptByItsTrueLength(int prompt, int context, string? served)
    {
        await using var first = await SimulatedBackend.StartAsync(new() { Personality = Personality.OpenAi, Models = ["m"] });
        await using var second = await SimulatedBackend.StartAsync(new() { Personality = Personality.OpenAi, Models = ["m"] });
        first.Script("m", new ModelScript
        {
            ErrorStatus = 400,
            ErrorBody =
                $$$"""{"error":{"message":"too long","type":"exceed_context_size_error","n_prompt_tokens":{{{prompt}}},"n_ctx":4096}}""",
        });
        await using var gateway = TestGateway.Start($$"""
            backends:
              - { name: first, provider: openai, url: "{{first.Url}}" }
              - { name: second, provider: openai, url: "{{second.Url}}" }
            models:
              - { backend: first, model: m, contextLength: 32768 }
              - { backend: second, model: m, contextLength: {{context}} }
            routes: [ { name: Mine, candidates: [ { backend: first, model: m }, { backend: second, model: m } ] } ]
            """);
        using var response = await SendAsync(gateway, "Mine", 1_000, stream: false);
        Assert.Equal(served is null ? 400 : 200, (int)response.StatusCode);
        Assert.Equal(served ?? "first", response.Header("x-gateway-backend"));
    }

    private static string InText(string body) =>
        new JsonObject
        {
            ["error"] = new JsonObject { ["message"] = body, ["type"] = "invalid_request_error", ["param"] = null, ["code"] = null }
        }.ToJsonString();

    private static async Task<HttpResponseMessage> SendAsync(TestGateway gateway, string model, int length, bool stream)
    {
        var body = new JsonObject
        {
            ["model"] = model,
            ["stream"] = stream,
            ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = new string('x', length) }),
        };
        using var content = new StringContent(body.ToJsonString(), null, "application/json");
        return await gateway.Client.PostAsync("/v1/chat/completions", content);
    }
}
