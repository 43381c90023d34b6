using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;
using Gateway.Tests.Promises;
using Gateway.Tests.Telemetry.Collector;

namespace Gateway.Tests.Telemetry;

/// <summary>A collector gets one span for the caller's request, in the caller's trace, and one below it for each attempt.</summary>
[Collection(nameof(AloneCollection))]
public sealed class SpansOfEachEndTests
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";
    private const string Caller = "b7ad6b7169203331";

    [Fact]
    public async Task Success_IsASpanInTheCallersTraceAndOneBelowIt()
    {
        await using var rig = await TelemetryRig.StartAsync();
        var answer = await AskAsync(rig, "Local");
        Assert.Equal(200, answer.Status);
        await rig.FlushAsync();

        var (server, attempt) = Two(rig);
        Assert.Equal(("POST /v1/chat/completions", Trace, Caller, 0ul), (server.Name, server.Trace, server.Parent, server.Status));
        Assert.Equal(("chat qwen2.5-coder:7b", Trace, server.Id, 0ul), (attempt.Name, attempt.Trace, attempt.Parent, attempt.Status));
        Assert.True(server.Start <= attempt.Start && attempt.End <= server.End);
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["backend"] = "ollama",
                ["gateway.attempts"] = "1",
                ["gateway.request.id"] = answer.Id,
                ["gen_ai.operation.name"] = "chat",
                ["gen_ai.request.model"] = "Local",
                ["gen_ai.request.stream"] = "false",
                ["gen_ai.response.model"] = "qwen2.5-coder:7b",
                ["http.request.method"] = "POST",
                ["http.response.status_code"] = "200",
                ["http.route"] = "/v1/chat/completions",
                ["source"] = "explicit",
                ["tag"] = "Local",
                ["team"] = "none",
                ["url.scheme"] = "http",
            },
            server.Attributes);
        Assert.Equal(
            ["backend", "gen_ai.operation.name", "gen_ai.provider.name", "gen_ai.request.model", "gen_ai.request.stream",
            "gen_ai.response.model",
             "gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens", "server.address", "server.port", "tag"],
            attempt.Attributes.Keys);
        Assert.Equal(
            ("ollama", "127.0.0.1", $"{rig.Rig.Ollama.Url.Port}"),
            (attempt.Attributes["gen_ai.provider.name"], attempt.Attributes["server.address"], attempt.Attributes["server.port"]));
    }

    [Fact]
    public async Task Stream_TellsItsFirstChunk()
    {
        await using var rig = await TelemetryRig.StartAsync();
        await AskAsync(rig, "Local", stream: true);
        await rig.FlushAsync();
        var (server, attempt) = Two(rig);
        Assert.Equal("true", server.Attributes["gen_ai.request.stream"]);
        Assert.InRange(
            double.Parse(attempt.Attributes["gen_ai.response.time_to_first_chunk"], System.Globalization.CultureInfo.InvariantCulture),
            0.00001, 30);
    }

    [Fact]
    public async Task Failover_IsTwoSpansBelowOne()
    {
        await using var rig = await TelemetryRig.StartAsync();
        rig.Rig.Ollama.Script(Rig.LocalModel, new ModelScript { Error = "runnerError" });
        await AskAsync(rig, "Coder");
        await rig.FlushAsync();
        var server = Assert.Single(rig.Sink.Spans, static s => s.Kind == ExportedSpan.Server);
        var attempts = rig.Sink.Spans.Where(static s => s.Kind == ExportedSpan.Client).OrderBy(static s => s.Start).ToList();
        Assert.Equal(["chat qwen2.5-coder:7b", "chat Qwen/Qwen3-Coder-30B-A3B-Instruct"], attempts.Select(static s => s.Name));
        Assert.All(attempts, a => Assert.Equal((Trace, server.Id), (a.Trace, a.Parent)));
        Assert.Equal((ExportedSpan.Error, "unavailable"), (attempts[0].Status, attempts[0].Attributes["error.type"]));
        Assert.DoesNotContain("gen_ai.response.model", attempts[0].Attributes.Keys);
        Assert.Equal((0ul, 0ul, "2"), (attempts[1].Status, server.Status, server.Attributes["gateway.attempts"]));
    }

    [Fact]
    public async Task Refusal_IsOneSpanThatIsNoErrorOfTheServer()
    {
        await using var rig = await TelemetryRig.StartAsync();
        await AskAsync(rig, "canary-of-a-name");
        await rig.FlushAsync();
        var server = Assert.Single(rig.Sink.Spans);
        Assert.Equal(("404", "404", 0ul), (server.Attributes["error.type"], server.Attributes["http.response.status_code"], server.Status));
        Assert.Equal("other", server.Attributes["gen_ai.request.model"]);
    }

    [Fact]
    public async Task ClientThatLeaves_EndsBothSpans()
    {
        await using var rig = await TelemetryRig.StartAsync();
        rig.Rig.Ollama.Script(Rig.LocalModel, new ModelScript { Hold = true });
        using (var client = await LeavingClient.AskAsync(rig.Rig.Gateway.Url, "Local"))
        {
            await rig.Rig.Ollama.NextRequestAsync();
            client.Leave();
            await rig.FlushAsync();
        }

        var (server, attempt) = Two(rig);
        // Nobody named a trace: it is one of its own, and hangs on no span that nobody sees.
        Assert.Equal("", server.Parent);
        Assert.Equal((server.Trace, server.Id), (attempt.Trace, attempt.Parent));
        Assert.Equal(("client_closed", "cancelled"), (server.Attributes["error.type"], attempt.Attributes["error.type"]));
    }

    [Fact]
    public async Task FailureInMidStream_IsAnErrorOfBoth()
    {
        await using var rig = await TelemetryRig.StartAsync();
        rig.Rig.Ollama.Script(Rig.LocalModel, new ModelScript { Fail = FailureMode.PlainEnd });
        await AskAsync(rig, "Local", stream: true);
        await rig.FlushAsync();
        var (server, attempt) = Two(rig);
        Assert.Equal(("truncated", ExportedSpan.Error), (server.Attributes["error.type"], server.Status));
        Assert.Equal(("broken", ExportedSpan.Error), (attempt.Attributes["error.type"], attempt.Status));
    }

    [Fact]
    public async Task Measurement_OfATracedRequest_NamesItsTrace()
    {
        await using var rig = await TelemetryRig.StartAsync();
        await AskAsync(rig, "Local");
        await rig.FlushAsync();
        Assert.Equal([Trace], rig.Point("gen_ai.server.request.duration").ExemplarTraces);
        Assert.Contains(
            rig.Sink.Logs, static l => l.Contains(Trace, StringComparison.Ordinal) && l.Contains("Complete", StringComparison.Ordinal));
    }

    private static (ExportedSpan Server, ExportedSpan Attempt) Two(TelemetryRig rig)
    {
        Assert.Equal(2, rig.Sink.Spans.Count);
        return (
            rig.Sink.Spans.Single(static s => s.Kind == ExportedSpan.Server),
            rig.Sink.Spans.Single(static s => s.Kind == ExportedSpan.Client));
    }

    private static async Task<(int Status, string Id)> AskAsync(TelemetryRig rig, string model, bool stream = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions");
        request.Headers.TryAddWithoutValidation("traceparent", $"00-{Trace}-{Caller}-01");
        request.Content = new StringContent(
            $$"""{"model":"{{model}}","stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"Say something."}]}""",
            null, "application/json");
        using var response = await rig.Rig.Client.SendAsync(request);
        await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, response.Headers.GetValues("x-request-id").Single());
    }
}
