using Gateway.Simulator.Scripts;
using Gateway.Tests.Hosting;
using Gateway.Tests.Promises;

namespace Gateway.Tests.Telemetry;

/// <summary>A collector receives every kind of end: which metrics, with which attributes and values.</summary>
[Collection(nameof(AloneCollection))]
public sealed class EndsAreMeasuredTests
{
    private const string Ollama =
        "backend=ollama gen_ai.operation.name=chat gen_ai.provider.name=ollama gen_ai.request.model=qwen2.5-coder:7b tag=Local";

    [Fact]
    public async Task Success_IsMeasured()
    {
        await using var rig = await TelemetryRig.StartAsync();
        var answer = await rig.Rig.AnswerAsync("Local");
        await rig.FlushAsync();

        var duration = rig.Point("gen_ai.client.operation.duration");
        Assert.Equal(("s", "histogram", 1ul, Ollama), (duration.Unit, duration.Kind, duration.Count, duration.Words));
        Assert.Equal([0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92], duration.Bounds);
        Assert.InRange(duration.Value, 0.0001, 30);
        var input = rig.Point("gen_ai.client.token.usage", "gen_ai.token.type=input");
        Assert.Equal(("{token}", (double)answer["usage"]!["prompt_tokens"]!), (input.Unit, input.Value));
        Assert.Equal(Ollama.Replace("tag=", "gen_ai.token.type=input tag=", StringComparison.Ordinal) + " team=none", input.Words);
        Assert.Equal(
            (double)answer["usage"]!["completion_tokens"]!, rig.Point("gen_ai.client.token.usage", "gen_ai.token.type=output").Value);
        var whole = rig.Point("gen_ai.server.request.duration");
        Assert.Equal(
            "gen_ai.operation.name=chat gen_ai.provider.name=ollama gen_ai.request.model=Local gen_ai.response.model=qwen2.5-coder:7b "
            + "tag=Local team=none", whole.Words);
        Assert.InRange(whole.Value, duration.Value, 30);

        Assert.Equal(["backend=ollama outcome=ok"], rig.Series("gateway.attempts"));
        Assert.Equal(["source=explicit tag=Local"], rig.Series("gateway.route.decisions"));
        Assert.Equal(["backend=ollama model=qwen2.5-coder:7b tag=Local"], rig.Series("gateway.served"));
        Assert.Equal(1ul, rig.Point("gateway.route.duration").Count);
        var overhead = rig.Point("gateway.overhead.duration");
        Assert.Equal(("s", 1ul), (overhead.Unit, overhead.Count));
        Assert.InRange(overhead.Value, 1e-6, whole.Value - duration.Value + 0.001);
        Assert.Equal(0, rig.Point("gateway.requests.in_flight").Value);
        Assert.Empty(rig.Series("gen_ai.client.operation.time_to_first_chunk"));
        Assert.Empty(rig.Series("gateway.failovers"));
        Assert.Empty(rig.Series("gateway.stream.aborted"));
    }

    [Fact]
    public async Task Reason_ThatNobodyKnows_IsCountedByItsBackend()
    {
        await using var rig = await TelemetryRig.StartAsync();
        rig.Rig.Ollama.Script(Rig.LocalModel, new ModelScript { FinishReason = "MAX-TOKENS" });
        (await rig.Rig.StreamAsync("Local")).Whole("length");
        rig.Rig.Ollama.Script(Rig.LocalModel, new ModelScript { FinishReason = "a word of its own" });
        (await rig.Rig.StreamAsync("Local")).Whole();
        await rig.Rig.AnswerAsync("Local");
        await rig.FlushAsync();
        var counted = rig.Point("gateway.finish_reasons.unknown");
        Assert.Equal(("backend=ollama", 2d), (counted.Words, counted.Value));
    }

    [Fact]
    public async Task Stream_IsMeasured()
    {
        await using var rig = await TelemetryRig.StartAsync();
        rig.Rig.Ollama.Script(Rig.LocalModel, new ModelScript { TokensPerSecond = 100, Words = 20 });
        (await rig.Rig.StreamAsync("Local")).Whole();
        await rig.FlushAsync();

        var first = rig.Point("gen_ai.client.operation.time_to_first_chunk");
        Assert.Equal(("s", 1ul, Ollama), (first.Unit, first.Count, first.Words));
        var chunks = rig.Point("gen_ai.client.operation.time_per_output_chunk");
        Assert.Equal(Ollama, chunks.Words);
        Assert.InRange(chunks.Count, 5ul, 100ul);
        var token = rig.Point("gen_ai.server.time_to_first_token");
        Assert.Equal(
            "gen_ai.operation.name=chat gen_ai.provider.name=ollama gen_ai.request.model=Local gen_ai.response.model=qwen2.5-coder:7b "
            + "tag=Local team=none", token.Words);
        Assert.Equal(60, token.Bounds[^1]);
        Assert.InRange(rig.Point("gen_ai.server.time_per_output_token").Value, 0.001, 1);
        Assert.Empty(rig.Series("gateway.stream.aborted"));
    }

    [Fact]
    public async Task Failover_IsMeasured()
    {
        await using var rig = await TelemetryRig.StartAsync();
        rig.Rig.Ollama.Script(Rig.LocalModel, new ModelScript { Error = "runnerError" });
        (await rig.Rig.StreamAsync("Coder")).Whole();
        await rig.FlushAsync();

        Assert.Equal(["backend=cloud outcome=ok", "backend=ollama outcome=unavailable"], rig.Series("gateway.attempts"));
        Assert.Equal(["from=ollama reason=unavailable tag=Coder to=cloud"], rig.Series("gateway.failovers"));
        var failed = rig.Point("gen_ai.client.operation.duration", "gen_ai.provider.name=ollama");
        Assert.Equal("unavailable", failed.Attributes["error.type"]);
        Assert.DoesNotContain(
            "error.type", rig.Point("gen_ai.client.operation.duration", "gen_ai.provider.name=siliconflow").Attributes.Keys);
        // The caller's request is one, and it went well.
        Assert.DoesNotContain("error.type", rig.Point("gen_ai.server.request.duration").Attributes.Keys);
        Assert.Equal(["backend=cloud model=Qwen/Qwen3-Coder-30B-A3B-Instruct tag=Coder"], rig.Series("gateway.served"));
        // Whose the time before the second attempt was, nobody knows.
        Assert.Empty(rig.Series("gateway.overhead.duration"));
    }

    [Fact]
    public async Task Refusal_IsMeasured()
    {
        await using var rig = await TelemetryRig.StartAsync();
        using var response = await rig.Rig.ChatAsync("no-such-model");
        Assert.Equal(404, (int)response.StatusCode);
        await rig.FlushAsync();

        Assert.Equal(
            ["error.type=404 gen_ai.operation.name=chat gen_ai.provider.name=none gen_ai.request.model=other gen_ai.response.model=none "
                + "tag=other team=none"],
            rig.Series("gen_ai.server.request.duration"));
        Assert.Empty(rig.Series("gateway.attempts"));
        Assert.Empty(rig.Series("gateway.served"));
        Assert.Empty(rig.Series("gateway.route.decisions"));
    }

    [Fact]
    public async Task ClientThatLeaves_IsMeasured()
    {
        await using var rig = await TelemetryRig.StartAsync();
        rig.Rig.Ollama.Script(Rig.LocalModel, new ModelScript { Fail = FailureMode.Silence });
        using (var client = await LeavingClient.AskAsync(rig.Rig.Gateway.Url, "Local"))
        {
            await client.ReadFirstEventAsync();
            client.Leave();
            await rig.FlushAsync();
        }

        Assert.Equal(["side=client"], rig.Series("gateway.stream.aborted"));
        Assert.Equal(["backend=ollama outcome=cancelled"], rig.Series("gateway.attempts"));
        Assert.Equal("client_closed", rig.Point("gen_ai.server.request.duration").Attributes["error.type"]);
        // Its backend told no usage: nothing is said in its name, and what is estimated is said to be.
        Assert.Empty(rig.Series("gen_ai.client.token.usage"));
        Assert.InRange(rig.Point("gateway.usage.estimated", "backend=ollama").Value, 1, 1000);
    }

    [Fact]
    public async Task FailureInMidStream_IsMeasured()
    {
        await using var rig = await TelemetryRig.StartAsync();
        rig.Rig.Ollama.Script(Rig.LocalModel, new ModelScript { Fail = FailureMode.PlainEnd });
        using (var response = await rig.Rig.ChatAsync("Local", stream: true))
        {
            await response.Content.ReadAsStringAsync();
        }

        await rig.FlushAsync();
        Assert.Equal(["side=backend"], rig.Series("gateway.stream.aborted"));
        Assert.Equal(["backend=ollama outcome=broken"], rig.Series("gateway.attempts"));
        Assert.Equal("broken", rig.Point("gen_ai.client.operation.duration").Attributes["error.type"]);
        Assert.Equal("truncated", rig.Point("gen_ai.server.request.duration").Attributes["error.type"]);
        Assert.Empty(rig.Series("gen_ai.server.time_per_output_token"));
    }
}
