using System.Text.Json.Nodes;
using Gateway.Simulator;
using Gateway.Simulator.Options;
using Gateway.Simulator.Scripts;
using Gateway.Surfaces;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises;

/// <summary>An error about a prompt names the member that holds it, in every operation.</summary>
public sealed class ErrorsNameTheOwnMemberTests
{
    private static readonly string s_long = new('x', 40_000);

    public static TheoryData<string> Addresses { get; } = [.. SurfaceTable.All.Select(s => s.Path)];

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task Prompt_LongerThanTheGatewayLetsPass_IsNamed(string address)
    {
        await using var backend = await StartAsync();
        await using var gateway = TestGateway.Start(Config(backend, ", contextLength: 1024"));
        await AssertAsync(gateway, address, s_long);
        Assert.Empty(backend.Received);
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task Prompt_LongerThanTheBackendTakes_IsNamed(string address)
    {
        await using var backend = await StartAsync();
        await using var gateway = TestGateway.Start(Config(backend));
        backend.Script(Model(address), new ModelScript { Error = "tooLong" });
        await AssertAsync(gateway, address, "Hi");
        Assert.NotEmpty(backend.Received);
    }

    private static async Task AssertAsync(TestGateway gateway, string address, string text)
    {
        using var content = new StringContent(Body(address, text), null, "application/json");
        using var response = await gateway.Client.PostAsync(address, content);
        var error = await response.ErrorAsync(400);
        Assert.Equal(
            ("prompt_too_long", SurfaceTable.All.Single(s => s.Path == address).Operation.Mark),
            ((string?)error["code"], (string?)error["param"]));
    }

    private static Task<SimulatedBackend> StartAsync() => SimulatedBackend.StartAsync(new() { Personality = Personality.SiliconFlow });

    private static string Config(SimulatedBackend backend, string more = "") =>
        $$"""backends: [ { name: far, provider: siliconflow, url: "{{backend.Url}}v1"{{more}} } ]""";

    private static string Model(string address) => address switch
    {
        "/v1/embeddings" => "Qwen/Qwen3-Embedding-8B",
        "/v1/rerank" => "BAAI/bge-reranker-v2-m3",
        _ => "Qwen/Qwen2.5-Coder-7B-Instruct",
    };

    private static string Body(string address, string text)
    {
        var body = new JsonObject { ["model"] = Model(address) };
        switch (address)
        {
            case "/v1/embeddings":
                body["input"] = text;
                break;
            case "/v1/rerank":
                body["query"] = "Hi";
                body["documents"] = new JsonArray(text);
                break;
            case "/v1/chat/completions":
                body["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = text });
                break;
            default:
                body["prompt"] = text;
                break;
        }

        return body.ToJsonString();
    }
}
