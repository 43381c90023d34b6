using System.Net.Http.Headers;
using Gateway.Simulator;
using Gateway.Simulator.Options;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises;

/// <summary>Every client recognizes a stream: its type is right, it is not compressed, and no comment looks like its end.</summary>
public sealed class PlainStreamsTests
{
    [Fact]
    public async Task Stream_IsAnEventStreamAndNeverCompressed()
    {
        await using var rig = await Rig.StartAsync();
        rig.Client.DefaultRequestHeaders.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
        rig.Client.DefaultRequestHeaders.AcceptEncoding.Add(new StringWithQualityHeaderValue("br"));
        using var response = await rig.ChatAsync("Coder", stream: true);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.ToString());
        Assert.Empty(response.Content.Headers.ContentEncoding);
        Assert.False(rig.Ollama.Received.Single().Headers.ContainsKey("Accept-Encoding"));
    }

    [Fact]
    public async Task Error_OfARequestForAStream_IsNoEventStream()
    {
        await using var rig = await Rig.StartAsync();
        rig.Ollama.Script(Rig.LocalModel, new ModelScript { Error = "runnerError" });
        using var response = await rig.ChatAsync("Local", stream: true);
        // Open WebUI tells an error from a stream by its type.
        await response.ErrorAsync(503);
    }

    [Theory]
    [InlineData("ping")]
    [InlineData("ping - 2026-11-24")]
    public async Task Comment_ThatContinueTakesForTheEnd_IsSaidOtherwise(string comment)
    {
        await using var rig = await Rig.StartAsync();
        rig.Open.Script(Rig.OpenModel, new ModelScript { Comments = true, CommentText = comment });
        var stream = (await rig.StreamAsync("Open")).Whole();
        Assert.DoesNotContain("\n: ping", "\n" + stream.Text, StringComparison.Ordinal);
        Assert.Contains(": keep-alive\n", stream.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Comment_OfAnotherKind_Passes()
    {
        await using var rig = await Rig.StartAsync();
        rig.Open.Script(Rig.OpenModel, new ModelScript { Comments = true, CommentText = "PROCESSING" });
        Assert.Contains(": PROCESSING\n", (await rig.StreamAsync("Open")).Whole().Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Personality.Ollama)]
    [InlineData(Personality.OllamaOld)]
    [InlineData(Personality.SiliconFlow)]
    [InlineData(Personality.OpenAi)]
    public async Task EveryEvent_OfEveryProvider_IsOneThatTheStrictestClientReads(Personality personality)
    {
        await using var backend = await SimulatedBackend.StartAsync(new SimulatorOptions { Personality = personality, Models = ["m"] });
        backend.Script("m", new ModelScript { Reasoning = "well, well", RepeatRole = true });
        await using var gateway = TestGateway.Start($$"""
            backends: [ { name: b, provider: openai, url: "{{backend.Url}}" } ]
            routes: [ { name: Any, candidates: [ { backend: b, model: m } ] } ]
            """);
        using var content = new StringContent(
            """{"model":"Any","stream":true,"messages":[{"role":"user","content":"hi"}]}""", null, "application/json");
        using var response = await gateway.Client.PostAsync("/v1/chat/completions", content);
        var stream = new Sse(await response.Content.ReadAsStringAsync()).Whole();

        Assert.All(stream.Events, e => Assert.NotNull(e["choices"]?.AsArray()));
        Assert.All(stream.Deltas, d => Assert.Contains((string?)d["role"], new[] { null, "", "assistant" }));
        Assert.All(
            stream.Deltas, d => Assert.True(d["content"] is null || d["content"]!.GetValueKind() == System.Text.Json.JsonValueKind.String));
    }
}
