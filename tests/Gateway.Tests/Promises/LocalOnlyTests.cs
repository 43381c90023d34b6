using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Simulator;
using Gateway.Simulator.Models;
using Gateway.Simulator.Options;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises;

/// <summary>Local-only requests stay local: no name, failover or list leads such a caller elsewhere.</summary>
public sealed class LocalOnlyTests : IAsyncLifetime
{
    private const string Key = "sk-gw-12345678-a-key-for-this-test-only";
    private SimulatedBackend _own = null!;
    private SimulatedBackend _cloud = null!;

    public async ValueTask InitializeAsync()
    {
        _own =
            await SimulatedBackend.StartAsync(new SimulatorOptions
            {
                Personality = Personality.Ollama,
                Models = ["coder:7b", "big:cloud"]
            });
        _cloud = await SimulatedBackend.StartAsync(new SimulatorOptions { Personality = Personality.SiliconFlow });
    }

    public async ValueTask DisposeAsync()
    {
        await _own.DisposeAsync();
        await _cloud.DisposeAsync();
    }

    [Theory]
    [InlineData("Coder", 200)]
    [InlineData("Coder:local", 200)]
    [InlineData("coder:7b", 200)]
    [InlineData("Coder:cloud", 403)]
    [InlineData("Big", 403)]
    [InlineData("Qwen/Qwen3-8B", 403)]
    [InlineData("cloud/Qwen/Qwen3-8B", 403)]
    [InlineData("own/big:cloud", 403)]
    [InlineData("big:cloud", 403)]
    public async Task LocalOnlyKey_ByAnyName_ReachesOwnMachinesOnly(string model, int status)
    {
        await using var gateway = Start(localOnlyKey: true);
        using var response = await ChatAsync(gateway, model);
        if (status == 200)
        {
            Assert.Equal("own", response.Headers.GetValues("x-gateway-backend").Single());
        }
        else
        {
            Assert.Equal("local_only", (string?)(await response.ErrorAsync(status))["code"]);
        }

        Assert.Empty(_cloud.Received);
        Assert.DoesNotContain(_own.Received, r => r.Model == "big:cloud");
    }

    [Fact]
    public async Task LocalOnlyKey_WhenItsBackendFails_IsNotFailedOverToTheCloud()
    {
        await using var gateway = Start(localOnlyKey: true);
        _own.Script("coder:7b", new ModelScript { Error = "runnerError" });
        using var response = await ChatAsync(gateway, "Coder");
        await response.ErrorAsync(503);
        Assert.Empty(_cloud.Received);
    }

    [Fact]
    public async Task LocalOnlyRoute_ForAnyKey_StaysOnOwnMachines()
    {
        await using var gateway = Start(localOnlyKey: false);
        _own.Script("coder:7b", new ModelScript { Error = "runnerError" });
        using var bound = await ChatAsync(gateway, "Private");
        await bound.ErrorAsync(503);
        Assert.Empty(_cloud.Received);
        using var free = await ChatAsync(gateway, "Coder");
        Assert.Equal("cloud", free.Headers.GetValues("x-gateway-backend").Single());
    }

    [Fact]
    public async Task Wish_ForAPlace_IsKept()
    {
        await using var gateway = Start(localOnlyKey: false);
        using var cloud = await ChatAsync(gateway, "coder:CLOUD");
        Assert.Equal("cloud", cloud.Headers.GetValues("x-gateway-backend").Single());
        _own.Script("coder:7b", new ModelScript { Error = "runnerError" });
        using var local = await ChatAsync(gateway, "Coder:local");
        await local.ErrorAsync(503);
        using var none = await ChatAsync(gateway, "Big:local");
        Assert.Equal("no_capable_model", (string?)(await none.ErrorAsync(400))["code"]);
    }

    [Fact]
    public async Task ModelList_OfALocalOnlyKey_ShowsWhatItMayUse()
    {
        await using var gateway = Start(localOnlyKey: true);
        await gateway.Log.WaitForAsync("The model lists are taken over");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/models");
        request.Headers.Authorization = new("Bearer", Key);
        using var response = await gateway.Client.SendAsync(request);
        var ids = (await response.Content.ReadFromJsonAsync<JsonNode>())!["data"]!.AsArray().Select(i => (string)i!["id"]!).ToList();
        Assert.Contains("Coder", ids);
        Assert.Contains("coder:7b", ids);
        Assert.DoesNotContain("big:cloud", ids);
        Assert.DoesNotContain("Qwen/Qwen3-8B", ids);
    }

    [Theory]
    [InlineData("own/sent-on", 403)]
    [InlineData("sent-on", 403)]
    [InlineData("own/never-listed", 403)]
    [InlineData("cloud/Qwen/Qwen3-8B:local", 403)]
    [InlineData("Coder:cloud:local", 400)]
    [InlineData("Coder:local:cloud", 400)]
    public async Task Name_ThatLooksLocal_IsBelievedOnlyWhenItIsProved(string model, int status)
    {
        _own.SetFacts("sent-on", new SimulatedModel { RemoteHost = "https://ollama.com:443", RemoteModel = "big" });
        _own.SetModels("coder:7b", "sent-on");
        await using var gateway = Start(localOnlyKey: true);
        using var response = await ChatAsync(gateway, model);
        await response.ErrorAsync(status);
        Assert.Empty(_cloud.Received);
        Assert.Empty(_own.Received);
    }

    [Fact]
    public async Task Ollama_BehindAProxyThatFails_StillSendsNothingOn()
    {
        _own.SetFacts("sent-on", new SimulatedModel { RemoteHost = "https://ollama.com" });
        _own.SetModels("coder:7b", "sent-on");
        // From the start, so that it is proved to be nothing: its names are listed, and their places are not known.
        _own.Listing(new ListingScript { Path = "/", Status = 502 });
        await using var gateway = Start(localOnlyKey: true);
        using var sentOn = await ChatAsync(gateway, "sent-on");
        await sentOn.ErrorAsync(403);
        using var coder = await ChatAsync(gateway, "coder:7b");
        await coder.ErrorAsync(403);
        Assert.Empty(_own.Received);
    }

    private static async Task<HttpResponseMessage> ChatAsync(TestGateway gateway, string model)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions");
        request.Headers.Authorization = new("Bearer", Key);
        request.Content = new StringContent(
            $$"""{"model":"{{model}}","messages":[{"role":"user","content":"hi"}]}""", null, "application/json");
        return await gateway.Client.SendAsync(request);
    }

    private TestGateway Start(bool localOnlyKey)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Key)));
        return TestGateway.Start($$"""
            backends:
              - { name: own, provider: ollama, url: "{{_own.Url}}" }
              - { name: cloud, provider: siliconflow, url: "{{_cloud.Url}}v1", local: false }
            routes:
              - { name: Coder, candidates: [ { backend: own, model: "coder:7b" }, { backend: cloud, model: Qwen/Qwen3-8B } ] }
              - { name: Private, localOnly: true, candidates: [ { backend: own, model: "coder:7b" }, { backend: cloud, model: Qwen/Qwen3-8B } ] }
              - { name: Big, candidates: [ { backend: own, model: "big:cloud" } ] }
            keys:
              - { name: k, sha256: "{{hash}}", localOnly: {{(localOnlyKey ? "true" : "false")}} }
            """);
    }
}
