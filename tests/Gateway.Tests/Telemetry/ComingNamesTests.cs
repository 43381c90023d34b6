using Gateway.Tests.Hosting;
using Gateway.Tests.Promises;

namespace Gateway.Tests.Telemetry;

/// <summary>The standard variable switches to the upcoming names of the conventions. Each set of names comes without the other.</summary>
[Collection(nameof(AloneCollection))]
public sealed class ComingNamesTests
{
    [Fact]
    public async Task Variable_BringsTheComingNames()
    {
        await using var rig = await TelemetryRig.StartAsync(
            variables: ("OTEL_SEMCONV_STABILITY_OPT_IN", "http, gen_ai_latest_experimental"));
        (await rig.Rig.StreamAsync("Cloud")).Whole();
        await rig.FlushAsync();
        Assert.Equal(1ul, rig.Point("gen_ai.client.inference.duration").Count);
        Assert.Equal(1ul, rig.Point("gen_ai.client.inference.time_to_first_chunk").Count);
        var input = rig.Point("gen_ai.client.inference.usage.input_tokens");
        Assert.Equal(("sum", "{token}"), (input.Kind, input.Unit));
        Assert.DoesNotContain("gen_ai.token.type", input.Attributes.Keys);
        Assert.Equal(input.Value, rig.Point("gen_ai.client.inference.operation.input_tokens").Value);
        Assert.Equal(
            rig.Point("gen_ai.client.inference.usage.output_tokens").Value,
            rig.Point("gen_ai.client.inference.operation.output_tokens").Value);
        Assert.Empty(rig.Series("gen_ai.client.token.usage"));
        Assert.Empty(rig.Series("gen_ai.client.operation.duration"));
        Assert.Single(rig.Series("gen_ai.server.request.duration"));
    }

    [Fact]
    public async Task WithoutTheVariable_NoComingNameIsUsed()
    {
        await using var rig = await TelemetryRig.StartAsync(variables: ("OTEL_SEMCONV_STABILITY_OPT_IN", "http"));
        await rig.Rig.AnswerAsync("Cloud");
        await rig.FlushAsync();
        Assert.DoesNotContain(rig.Sink.Points, static p => p.Metric.Contains("inference", StringComparison.Ordinal));
        Assert.NotEmpty(rig.Series("gen_ai.client.token.usage"));
    }
}
