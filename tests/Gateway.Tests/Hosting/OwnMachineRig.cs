using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Simulator;
using Gateway.Simulator.Options;

namespace Gateway.Tests.Hosting;

/// <summary>
/// An Ollama whose context is the server's, a cloud behind it, and a gateway with nothing configured but two keys: one that may go
/// anywhere, one of what may not leave.
/// </summary>
internal sealed class OwnMachineRig : IAsyncDisposable
{
    public const string Coder = "qwen2.5-coder:7b";
    public const string Thinker = "deepseek-r1:7b";
    public const string Seer = "qwen2.5vl:7b";

    public const string Free = "sk-gw-12345678-a-key-for-this-test-only";
    public const string Local = "sk-gw-87654321-a-key-for-this-test-only";

    public required SimulatedBackend Own { get; init; }

    public required SimulatedBackend Cloud { get; init; }

    public required TestGateway Gateway { get; init; }

    /// <param name="context">The context that the machine gives its models, in tokens.</param>
    /// <param name="isWarm">Whether they are loaded.</param>
    /// <param name="extra">More of the configuration, at its top level.</param>
    /// <param name="ofKeys">More of the entry of each key, with a comma before it.</param>
    public static async Task<OwnMachineRig> StartAsync(int context, bool isWarm = true, string extra = "", string ofKeys = "")
    {
        string[] models = [Coder, Thinker, Seer];
        var own = await SimulatedBackend.StartAsync(
            new() { Personality = Personality.Ollama, Models = models, ServerContext = context, Warm = isWarm ? models : null });
        var cloud = await SimulatedBackend.StartAsync(new() { Personality = Personality.SiliconFlow });
        var gateway = TestGateway.Start($$"""
            backends:
              - { name: own, provider: ollama, url: "{{own.Url}}" }
              - { name: cloud, provider: siliconflow, url: "{{cloud.Url}}v1", local: false }
            keys:
              - { name: free, sha256: "{{Hash(Free)}}"{{ofKeys}} }
              - { name: local, sha256: "{{Hash(Local)}}", localOnly: true{{ofKeys}} }
            {{extra}}
            """);
        await gateway.Log.WaitForAsync("The model lists are taken over");
        return new OwnMachineRig { Own = own, Cloud = cloud, Gateway = gateway };
    }

    /// <param name="body">The body.</param>
    /// <param name="key">Whose request it is.</param>
    /// <param name="isPage">Whether a chat page sends it, as its header says.</param>
    /// <param name="path">Where to.</param>
    public async Task<HttpResponseMessage> SendAsync(
        string body, string key = Free, bool isPage = true, string path = "/v1/chat/completions")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Headers.Authorization = new("Bearer", key);
        request.Content = new StringContent(body, null, "application/json");
        if (isPage)
        {
            request.Headers.Add(ChatPage.Sign.Name, ChatPage.Sign.Value);
        }

        return await Gateway.Client.SendAsync(request);
    }

    public async Task<JsonNode> ExplainAsync(string body, string key = Free, bool isPage = true)
    {
        using var response = await SendAsync(body, key, isPage, "/v1/route/explain");
        Assert.True((int)response.StatusCode == 200, await response.Content.ReadAsStringAsync());
        return (await response.Content.ReadFromJsonAsync<JsonNode>())!;
    }

    public async Task<JsonObject> ModelAsync(string id, string key = Free)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/models/" + id);
        request.Headers.Authorization = new("Bearer", key);
        using var response = await Gateway.Client.SendAsync(request);
        return (await response.Content.ReadFromJsonAsync<JsonObject>())!;
    }

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await Own.DisposeAsync();
        await Cloud.DisposeAsync();
    }

    private static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
