using System.Net;
using System.Net.Sockets;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises.Failover;

/// <summary>Until anything is committed, a failing candidate is followed by the next one, on streams too.</summary>
public sealed class FailoverTests
{
    [Theory]
    [InlineData("busy")]
    [InlineData("runnerError")]
    [InlineData("modelNotFound")]
    public async Task Candidate_ThatRefuses_IsFollowedByTheNext(string error)
    {
        await using var rig = await Rig.StartAsync();
        rig.Ollama.Script(Rig.LocalModel, new ModelScript { Error = error });
        foreach (var stream in new[] { true, false })
        {
            using var response = await rig.ChatAsync("Coder", stream);
            await AssertServedByCloudAsync(rig, response, attempts: 2);
        }
    }

    [Theory]
    [InlineData("tpmLimit")]
    [InlineData("overloaded")]
    [InlineData("noBalance402")]
    [InlineData("noBalance403")]
    [InlineData("badKey")]
    [InlineData("gatewayTimeout")]
    public async Task CloudCandidate_ThatRefuses_IsFollowedByTheNext(string error)
    {
        await using var rig = await Rig.StartAsync($$"""
              - name: CloudFirst
                candidates: [ { backend: cloud, model: {{Rig.CloudModel}} }, { backend: open, model: sim-model } ]
            """);
        rig.Cloud.Script(Rig.CloudModel, new ModelScript { Error = error });
        using var response = await rig.ChatAsync("CloudFirst", stream: true);
        Assert.Equal("open", response.Headers.GetValues("x-gateway-backend").Single());
        new Sse(await response.Content.ReadAsStringAsync()).Whole();
        await rig.AgreesAsync();
    }

    [Theory]
    [InlineData(FailureMode.ErrorEvent)]
    [InlineData(FailureMode.NamedErrorEvent)]
    [InlineData(FailureMode.BareJsonError)]
    [InlineData(FailureMode.EmptyModelChunk)]
    [InlineData(FailureMode.PlainEnd)]
    [InlineData(FailureMode.CloseDelimitedEnd)]
    [InlineData(FailureMode.Reset)]
    [InlineData(FailureMode.Malformed)]
    public async Task Stream_ThatFailsBeforeItsFirstEvent_IsFollowedByTheNext(FailureMode failure)
    {
        await using var rig = await Rig.StartAsync();
        rig.Ollama.Script(Rig.LocalModel, new ModelScript { Fail = failure, FailAfterChunks = 0 });
        using var response = await rig.ChatAsync("Coder", stream: true);
        await AssertServedByCloudAsync(rig, response, attempts: 2);
    }

    [Fact]
    public async Task Backend_ThatIsNotThere_IsFollowedByTheNext()
    {
        await using var rig = await Rig.StartAsync($$"""
              - name: AwayFirst
                candidates: [ { backend: ollama, model: "{{Rig.LocalModel}}" }, { backend: cloud, model: {{Rig.CloudModel}} } ]
            """);
        using var gone = await rig.Ollama.GoAwayAsync();
        using var response = await rig.ChatAsync("AwayFirst", stream: true);
        await AssertServedByCloudAsync(rig, response, attempts: 2);
    }

    [Fact]
    public async Task Backend_ThatIsSilentForTooLong_IsFollowedByTheNext()
    {
        await using var rig = await Rig.StartAsync(backendExtra: "firstByteTimeout: 300ms");
        rig.Ollama.Script(Rig.LocalModel, new ModelScript { Hold = true });
        using var response = await rig.ChatAsync("Coder", stream: true);
        await AssertServedByCloudAsync(rig, response, attempts: 2);
        // And it was let go.
        await rig.Ollama.NextClientGoneAsync().WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Refusal_ThatIsTheClientsFault_IsNotTriedElsewhere()
    {
        await using var rig = await Rig.StartAsync();
        rig.Ollama.Script(Rig.LocalModel, new ModelScript { Error = "badRequest" });
        using var response = await rig.ChatAsync("Coder");
        await response.ErrorAsync(400);
        Assert.Empty(rig.Cloud.Received);
    }

    [Fact]
    public async Task AllCandidates_ThatFail_AreNamedInOneError()
    {
        await using var rig = await Rig.StartAsync();
        rig.Ollama.Script(Rig.LocalModel, new ModelScript { Error = "runnerError" });
        rig.Cloud.Script(Rig.CloudModel, new ModelScript { Error = "tpmLimit" });
        using var response = await rig.ChatAsync("Coder", stream: true);

        var error = await response.ErrorAsync(429);
        Assert.Equal("rate_limit_exceeded", (string?)error["code"]);
        Assert.True(response.Headers.RetryAfter!.Delta < TimeSpan.FromSeconds(60));
        var message = (string)error["message"]!;
        Assert.Contains($"ollama/{Rig.LocalModel}: model runner has unexpectedly stopped", message, StringComparison.Ordinal);
        Assert.Contains("TPM limit reached", message, StringComparison.Ordinal);
        Assert.Contains("trace ", message, StringComparison.Ordinal);
        Assert.Equal("2", response.Headers.GetValues("x-gateway-attempts").Single());
    }

    [Fact]
    public async Task Backends_ThatAreAllAway_Are503InTheWordsOfTheLog()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        await using var gateway = TestGateway.Start($$"""
            backends:
              - { name: ollama, provider: ollama, url: "http://127.0.0.1:{{port}}" }
              - { name: siliconflow, provider: siliconflow, url: https://api.siliconflow.cn/v1, credential: { env: GATEWAY_TESTS_NO_SUCH_VARIABLE } }
            routes:
              - { name: Coder, candidates: [ { backend: ollama, model: a }, { backend: siliconflow, model: b } ] }
            """);
        using var content = new StringContent(
            """{"model":"Coder","messages":[{"role":"user","content":"hi"}]}""", null, "application/json");
        using var response = await gateway.Client.PostAsync("/v1/chat/completions", content);

        var message = (string)(await response.ErrorAsync(503))["message"]!;
        Assert.Contains("ollama serve", message, StringComparison.Ordinal);
        Assert.Contains("GATEWAY_TESTS_NO_SUCH_VARIABLE is not set", message, StringComparison.Ordinal);
        await gateway.Log.WaitForAsync(message);
    }

    private static async Task AssertServedByCloudAsync(Rig rig, HttpResponseMessage response, int attempts)
    {
        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("cloud", response.Headers.GetValues("x-gateway-backend").Single());
        Assert.Equal($"{attempts}", response.Headers.GetValues("x-gateway-attempts").Single());
        var text = await response.Content.ReadAsStringAsync();
        Assert.Contains("simulated", text, StringComparison.Ordinal);
        await rig.AgreesAsync();
    }
}
