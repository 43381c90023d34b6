using Gateway.Simulator.Scripts;
using Gateway.Simulator.Served;
using Gateway.Tests.Hosting;
using Gateway.Tests.Promises;
using Gateway.Tests.Telemetry.Collector;

namespace Gateway.Tests.Telemetry;

/// <summary>A trace continues to local backends, and no part of it goes to a cloud: no ids, no vendor state, no baggage.</summary>
[Collection(nameof(AloneCollection))]
public sealed class TracesStayTests
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";
    private const string Parent = $"00-{Trace}-b7ad6b7169203331-01";

    [Fact]
    public async Task LocalBackend_IsToldTheTraceBelowTheAttemptsSpan()
    {
        await using var rig = await TelemetryRig.StartAsync();
        await AskAsync(rig.Rig, "Local");
        await rig.FlushAsync();
        var attempt = rig.Sink.Spans.Single(static s => s.Kind == ExportedSpan.Client);
        var received = rig.Rig.Ollama.Received.Single().Headers;
        Assert.Equal($"00-{Trace}-{attempt.Id}-01", received["traceparent"]);
        Assert.Equal("vendor=canary-state", received["tracestate"]);
        Assert.DoesNotContain("baggage", received.Keys, StringComparer.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task LocalBackend_IsToldTheCallersTraceWhenNobodyWantsSpans()
    {
        await using var rig = await Rig.StartAsync();
        await AskAsync(rig, "Local");
        Assert.Equal(Parent, rig.Ollama.Received.Single().Headers["traceparent"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cloud_IsToldNothing_AlsoAfterALocalAttempt(bool traced)
    {
        await using var telemetry = traced ? await TelemetryRig.StartAsync() : null;
        await using var plain = traced ? null : await Rig.StartAsync();
        var rig = telemetry?.Rig ?? plain!;
        rig.Ollama.Script(Rig.LocalModel, new ModelScript { Error = "runnerError" });
        await AskAsync(rig, "Coder");
        await AskAsync(rig, "Cloud");
        Assert.Contains("traceparent", rig.Ollama.Received[0].Headers.Keys, StringComparer.OrdinalIgnoreCase);
        Assert.Equal(2, rig.Cloud.Received.Count);
        foreach (var received in rig.Cloud.Received)
        {
            var all = string.Join('\n', received.Headers.Select(static h => $"{h.Key}: {h.Value}"));
            foreach (var word in new[] { "trace", "baggage", "correlation", "request-id", "canary", Trace })
            {
                Assert.DoesNotContain(word, all, StringComparison.OrdinalIgnoreCase);
            }
        }
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("00-00000000000000000000000000000000-0000000000000000-01")]
    public async Task Trace_ThatIsNone_IsNotSentOn(string parent)
    {
        await using var rig = await Rig.StartAsync();
        await AskAsync(rig, "Local", parent);
        Assert.DoesNotContain("traceparent", rig.Ollama.Received.Single().Headers.Keys, StringComparer.OrdinalIgnoreCase);
    }

    private static async Task AskAsync(Rig rig, string model, string parent = Parent)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions");
        request.Headers.TryAddWithoutValidation("traceparent", parent);
        request.Headers.TryAddWithoutValidation("tracestate", "vendor=canary-state");
        request.Headers.TryAddWithoutValidation("baggage", "user=canary-baggage");
        request.Headers.TryAddWithoutValidation("Correlation-Context", "user=canary-correlation");
        request.Content = new StringContent(
            $$"""{"model":"{{model}}","messages":[{"role":"user","content":"Say something."}]}""", null, "application/json");
        using var response = await rig.Client.SendAsync(request);
        Assert.Equal(200, (int)response.StatusCode);
    }
}
