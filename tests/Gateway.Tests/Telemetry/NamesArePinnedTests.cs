using System.Reflection;
using Gateway.Surfaces;
using Gateway.Telemetry;

namespace Gateway.Tests.Telemetry;

/// <summary>Dashboards and alerts depend on these names. A change to one must be made here too, and noted in the changelog.</summary>
public sealed class NamesArePinnedTests
{
    private static readonly string[] Metrics =
    [
        "gateway.alerts", "gateway.attempts", "gateway.backend.healthy", "gateway.background.gave_way", "gateway.background.requests",
        "gateway.circuit.state", "gateway.cost", "gateway.failovers", "gateway.finish_reasons.unknown",
        "gateway.ledger.drift", "gateway.ledger.lag", "gateway.ledger.pending", "gateway.ledger.records", "gateway.ledger.spooled",
        "gateway.log.dropped", "gateway.model.redirected", "gateway.models.ending", "gateway.overhead.duration", "gateway.prices.missing",
        "gateway.prices.old", "gateway.prompts.cut",
        "gateway.queue.length", "gateway.queue.wait", "gateway.quota.rejections", "gateway.quota.utilization", "gateway.redis.connected",
        "gateway.redis.failures", "gateway.redis.operation.duration", "gateway.requests.in_flight", "gateway.route.decisions",
        "gateway.route.duration", "gateway.served", "gateway.stream.aborted", "gateway.tag.candidates", "gateway.usage.estimated",
        "gen_ai.client.operation.duration", "gen_ai.client.operation.time_per_output_chunk", "gen_ai.client.operation.time_to_first_chunk",
        "gen_ai.client.token.usage", "gen_ai.server.request.duration", "gen_ai.server.time_per_output_token",
        "gen_ai.server.time_to_first_token",
    ];

    private static readonly string[] Coming =
    [
        "gen_ai.client.inference.duration", "gen_ai.client.inference.operation.input_tokens",
        "gen_ai.client.inference.operation.output_tokens",
        "gen_ai.client.inference.time_per_output_chunk", "gen_ai.client.inference.time_to_first_chunk",
        "gen_ai.client.inference.usage.cache_read.input_tokens", "gen_ai.client.inference.usage.input_tokens",
        "gen_ai.client.inference.usage.output_tokens", "gen_ai.client.inference.usage.reasoning.output_tokens",
    ];

    private static readonly string[] Attributes =
    [
        "backend", "currency", "error.type", "from", "gateway.attempts", "gateway.request.id", "gen_ai.operation.name",
        "gen_ai.output.type",
        "gen_ai.provider.name", "gen_ai.request.choice.count", "gen_ai.request.max_tokens", "gen_ai.request.model", "gen_ai.request.stream",
        "gen_ai.response.model", "gen_ai.response.time_to_first_chunk", "gen_ai.token.type", "gen_ai.usage.cache_read.input_tokens",
        "gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens", "gen_ai.usage.reasoning.output_tokens", "http.request.method",
        "http.response.status_code", "http.route", "kind", "model", "operation", "outcome", "reason", "server.address", "server.port",
        "side", "source",
        "tag", "target", "team", "to", "url.scheme", "window",
    ];

    [Fact]
    public void Metrics_AreCalledThis() =>
        Assert.Equal(Metrics, In(typeof(Names.GenAi)).Concat(In(typeof(Names.Own))).Order(StringComparer.Ordinal));

    [Fact]
    public void ComingMetrics_AreCalledThis() => Assert.Equal(Coming, In(typeof(Names.Coming)).Order(StringComparer.Ordinal));

    [Fact]
    public void Attributes_AreCalledThis() => Assert.Equal(Attributes, In(typeof(Names.Attributes)).Order(StringComparer.Ordinal));

    [Fact]
    public void Values_ThatStandForNothing_AreCalledThis() => Assert.Equal(
        ["cached_input", "input", "none", "other", "output", "reasoning"], In(typeof(Names.Values)).Order(StringComparer.Ordinal));

    [Fact]
    public void Operations_AreCalledThis() => Assert.Equal(
        ["chat", "completions", "embeddings", "rerank"],
        SurfaceTable.All.Select(static s => s.Operation.Name).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void Operations_AreCalledThisByTheConventions() => Assert.Equal(
        ["chat", "embeddings", "rerank", "text_completion"],
        SurfaceTable.All.Select(static s => s.Operation.Convention).Distinct().Order(StringComparer.Ordinal));

    private static IEnumerable<string> In(Type table) =>
        table.GetFields(BindingFlags.Public | BindingFlags.Static).Where(static f => f.IsLiteral).Select(
            static f => (string)f.GetRawConstantValue()!);
}
