using System.Text;
using Gateway.Simulator;
using Gateway.Simulator.Options;
using Gateway.Simulator.Scripts;
using Gateway.Simulator.Served;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises;

/// <summary>
/// The client's key never reaches a backend; a backend's credential never reaches a client or the log; nor does a prompt.
/// </summary>
public sealed class SecretsStayTests
{
    private const string ClientKey = "sk-gw-canary-client-0123456789";
    private const string Credential = "canary-backend-credential-0123456789";
    private const string Prompt = "canary prompt, between us";

    [Theory]
    [InlineData("Authorization", "Bearer " + ClientKey)]
    [InlineData("X-Api-Key", ClientKey)]
    [InlineData("api-key", ClientKey)]
    public async Task Key_OfAClient_StaysAtTheGateway(string header, string value)
    {
        await using var backend =
            await SimulatedBackend.StartAsync(new SimulatorOptions { Personality = Personality.SiliconFlow, ApiKey = Credential });
        await using var gateway = StartGateway(backend);
        using var request = Chat(header, value);
        request.Headers.TryAddWithoutValidation("Cookie", "session=canary-cookie");
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", "canary-address");
        using var response = await gateway.Client.SendAsync(request);

        Assert.Equal(200, (int)response.StatusCode);
        var received = backend.Received.Single();
        Assert.Equal("Bearer " + Credential, received.Headers["Authorization"]);
        var all = string.Join('\n', received.Headers.Select(h => $"{h.Key}: {h.Value}")) + Encoding.UTF8.GetString(received.Body);
        Assert.DoesNotContain("canary-client", all, StringComparison.Ordinal);
        Assert.DoesNotContain("canary-cookie", all, StringComparison.Ordinal);
        Assert.DoesNotContain("canary-address", all, StringComparison.Ordinal);
        await AssertSilentAsync(gateway, response);
    }

    [Theory]
    [InlineData("badKey")]
    [InlineData("forbidden")]
    [InlineData("overloaded")]
    public async Task Credential_OfABackend_IsNeverTold(string error)
    {
        await using var backend =
            await SimulatedBackend.StartAsync(new SimulatorOptions { Personality = Personality.SiliconFlow, ApiKey = Credential });
        backend.Script("Qwen/Qwen3-8B", new ModelScript { Error = error });
        await using var gateway = StartGateway(backend);
        using var response = await gateway.Client.SendAsync(Chat("Authorization", "Bearer " + ClientKey));

        // The client's own key is fine, so it must not be told that a key is bad.
        Assert.NotEqual(401, (int)response.StatusCode);
        await AssertSilentAsync(gateway, response);
    }

    [Theory]
    [InlineData(401, "application/json", "{\"message\":\"Bad key: {0}\"}")]
    [InlineData(200, "application/json", "{\"error\":{\"message\":\"Bad key: {0}\"}}")]
    [InlineData(200, "text/event-stream", "data: {\"error\":{\"message\":\"Bad key: {0}\"}}\n\n")]
    [InlineData(
        200, "text/event-stream",
        "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n\ndata: {\"error\":{\"message\":\"Bad key: {0}\"}}\n\n")]
    public async Task Credential_QuotedByABackend_IsTakenOut(int status, string type, string answer)
    {
        await using var backend = await QuotingBackend.StartAsync(status, type, answer);
        await using var gateway = TestGateway.Start($$"""
            backends:
              - { name: cloud, provider: openai, url: "{{backend.Url}}", credential: { file: "{{CredentialFile()}}" } }
            routes:
              - { name: Chat, candidates: [ { backend: cloud, model: m } ] }
            """);
        using var request = Chat("X-Other", "nothing", stream: type == "text/event-stream");
        using var response = await gateway.Client.SendAsync(request);
        Assert.Contains("Bad key: [redacted]", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await AssertSilentAsync(gateway, response);
    }

    [Theory]
    [InlineData(false, "application/json", "\n\n {\"choices\":[{\"message\":{\"content\":\"half of an ans")]
    [InlineData(true, "application/json", " {\"choices\":[{\"message\":{\"content\":\"half of an ans")]
    public async Task Answer_ThatIsBroken_IsNotQuotedInTheError(bool stream, string type, string answer)
    {
        await using var backend = await QuotingBackend.StartAsync(200, type, answer);
        await using var gateway = TestGateway.Start($$"""
            backends:
              - { name: cloud, provider: openai, url: "{{backend.Url}}" }
            routes:
              - { name: Chat, candidates: [ { backend: cloud, model: m } ] }
            """);
        using var request = Chat("X-Other", "nothing", stream);
        using var response = await gateway.Client.SendAsync(request);
        Assert.DoesNotContain("half of", (string?)(await response.ErrorAsync(502))["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credential_OfOneBackend_IsNotSentToTheNext()
    {
        await using var first = await SimulatedBackend.StartAsync(new SimulatorOptions { Personality = Personality.SiliconFlow });
        await using var second = await SimulatedBackend.StartAsync(new SimulatorOptions { Personality = Personality.Ollama });
        first.Script("Qwen/Qwen3-8B", new ModelScript { Error = "overloaded" });
        await using var gateway = TestGateway.Start($$"""
            backends:
              - { name: cloud, provider: siliconflow, url: "{{first.Url}}v1", credential: { file: "{{CredentialFile()}}" } }
              - { name: local, provider: ollama, url: "{{second.Url}}" }
            routes:
              - { name: Chat, candidates: [ { backend: cloud, model: Qwen/Qwen3-8B }, { backend: local, model: "qwen3:8b" } ] }
            """);
        using var response = await gateway.Client.SendAsync(Chat("X-Other", "nothing"));
        Assert.Equal("local", response.Headers.GetValues("x-gateway-backend").Single());
        Assert.Equal("Bearer " + Credential, first.Received.Single().Headers["Authorization"]);
        Assert.False(second.Received.Single().Headers.ContainsKey("Authorization"));
    }

    private static async Task AssertSilentAsync(TestGateway gateway, HttpResponseMessage response)
    {
        var told = await response.Content.ReadAsStringAsync()
            + string.Join('\n', response.Headers.Select(h => $"{h.Key}: {string.Join(',', h.Value)}"));
        Assert.DoesNotContain(Credential, told, StringComparison.Ordinal);
        await gateway.Log.WaitForAsync("Information 4000");
        var log = string.Join('\n', gateway.Log.Lines);
        foreach (var secret in new[] { Credential, ClientKey, Prompt, "[simulated]" })
        {
            Assert.DoesNotContain(secret, log, StringComparison.Ordinal);
        }
    }

    private static HttpRequestMessage Chat(string header, string value, bool stream = false)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions");
        request.Headers.TryAddWithoutValidation(header, value);
        request.Content = new StringContent(
            $$"""{"model":"Chat","stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"{{Prompt}}"}]}""", null,
            "application/json");
        return request;
    }

    private static TestGateway StartGateway(SimulatedBackend backend)
    {
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(ClientKey)));
        return TestGateway.Start($$"""
            backends:
              - { name: cloud, provider: siliconflow, url: "{{backend.Url}}v1", credential: { file: "{{CredentialFile()}}" } }
            routes:
              - { name: Chat, candidates: [ { backend: cloud, model: Qwen/Qwen3-8B } ] }
            keys:
              - { name: tester, sha256: "{{hash}}" }
            """);
    }

    private static string CredentialFile()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, Credential + "\n");
        return file;
    }
}
