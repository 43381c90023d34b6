using System.Collections.Immutable;
using Gateway.Backends;
using Gateway.Backends.Failures;
using Gateway.Backends.Mends;
using Gateway.Routing.Models;
using Gateway.Wire.Answers;
using Gateway.Wire.Errors;
using Gateway.Wire.Heads;
using Gateway.Wire.Mends;

namespace Gateway.Providers.DeepSeek;

/// <summary>DeepSeek's cloud. Nearly every error has the same code, so status and words must tell them apart.</summary>
internal sealed class DeepSeekProvider : Provider
{
    private static readonly ThinkingWords Thinking = new()
    {
        Switch = HeadKeys.Thinking,
        Own = HeadKeys.Thinking | HeadKeys.ReasoningEffort,
        Off = ",\"thinking\":{\"type\":\"disabled\"}"u8.ToArray(),
        On = ",\"thinking\":{\"type\":\"enabled\"}"u8.ToArray(),
    };

    public override string Name => "deepseek";

    // Required in a history with tool calls, where a request without it is refused.
    public override ReadOnlyMemory<byte> ReasoningName => ReasoningNames.ReasoningContent;

    /// <summary>
    /// The way to continue an answer. It is documented only for the beta, where the message must say that it is a prefix.
    /// </summary>
    public override AssistantPrefix Prefix { get; } = new() { Path = "/beta/chat/completions", OfMessage = ",\"prefix\":true"u8.ToArray() };

    public override BodyMends Mends => BodyMends.NoEmptyTools | BodyMends.PlainContent | BodyMends.SystemRole | BodyMends.MaxTokens;

    public override ThinkingWords? ThinkingOf(ModelCard model) => Thinking;

    public override string TraceHeader => "x-ds-trace-id";

    /// <summary>The path of an operation: it only completes at its beta, and has no embeddings.</summary>
    public override string? PathOf(OperationKind operation) => operation switch
    {
        OperationKind.Completion => "/beta/completions",
        OperationKind.Embedding or OperationKind.Rerank => null,
        OperationKind.Chat => base.PathOf(operation),
    };

    /// <summary>The demands it takes: only text, no format beyond plain JSON, and one answer.</summary>
    public override Demand Takes =>
        (AnyDemand | Demand.Infill) & ~(Demand.JsonSchema | Demand.Vision | Demand.Audio | Demand.Choices | Demand.Tokens);

    /// <summary>The price list of DeepSeek's own addresses. Any other server charges what it likes.</summary>
    public override string? PriceList(Uri url) =>
        url.Host.Equals("deepseek.com", StringComparison.OrdinalIgnoreCase)
            || url.Host.EndsWith(".deepseek.com", StringComparison.OrdinalIgnoreCase)
            ? "deepseek.com"
            : null;

    protected override ImmutableArray<FailureRow> Failures { get; } =
    [
        new(400, BackendFailure.ModelMissing) { Words = ["Model Not Exist"] },
        new(400, BackendFailure.ContextTooLong) { Words = ["maximum context length"] },
    ];
}
