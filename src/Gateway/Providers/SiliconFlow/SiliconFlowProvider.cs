using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Gateway.Backends;
using Gateway.Backends.Discovery;
using Gateway.Backends.Failures;
using Gateway.Backends.Mends;
using Gateway.Routing.Models;
using Gateway.Wire.Answers;
using Gateway.Wire.Errors;
using Gateway.Wire.Heads;
using Gateway.Wire.Mends;

namespace Gateway.Providers.SiliconFlow;

/// <summary>SiliconFlow's cloud. Usage comes on every event unasked; a number, not the status, says what an error means.</summary>
internal sealed partial class SiliconFlowProvider : Provider
{
    private static readonly ThinkingWords Thinking = new()
    {
        Switch = HeadKeys.EnableThinking,
        Own = HeadKeys.EnableThinking | HeadKeys.ThinkingBudget,
        Off = ",\"enable_thinking\":false"u8.ToArray(),
        On = ",\"enable_thinking\":true"u8.ToArray(),
        Budget = ",\"thinking_budget\":"u8.ToArray(),
    };

    private static readonly ThinkingWords ThinkingWithEffort = Thinking with { Own = Thinking.Own | HeadKeys.ReasoningEffort };

    // A model that always thinks refuses the switch.
    private static readonly ThinkingWords ThinkingAlways = Thinking with { Off = default, On = default };

    public override string Name => "siliconflow";

    public override bool HasRerank => true;

    public override bool SendsUsageOnRequestOnly => false;

    public override ReadOnlyMemory<byte> ReasoningName => ReasoningNames.ReasoningContent;

    public override int MostInputs => 32;

    public override string TraceHeader => "x-siliconcloud-trace-id";

    /// <summary>The demands it takes: `prefix` and `suffix` in a chat, `suffix` after a prompt, and only text.</summary>
    public override Demand Takes => (AnyDemand | Demand.FIM | Demand.Infill) & ~Demand.Tokens;

    /// <summary>
    /// The price list at an address: two clouds have prices of their own. Any other than the international one, such as the demo's, counts
    /// as the Chinese one.
    /// </summary>
    public override string? PriceList(Uri url) =>
        url.Host.EndsWith(".com", StringComparison.OrdinalIgnoreCase) ? "siliconflow.com" : "siliconflow.cn";

    public override Task<DiscoveryResult> DiscoverAsync(ProbeClient client, CancellationToken cancellationToken) =>
        SiliconFlowDiscovery.ReadAsync(client, cancellationToken);

    // "Details: TPM limit reached.", and no header: the last letter is the length of the window. For a day's limit nobody knows how much of
    // the day is left, so one request finds out after an hour.
    public override TimeSpan? PauseOf(BackendErrorText error) => LimitWord().Match(error.Message) is { Success: true } match
        ? match.Groups["window"].ValueSpan is "M" ? TimeSpan.FromMinutes(1) : TimeSpan.FromHours(1)
        : null;

    // It only documents `max_tokens`.
    public override BodyMends Mends => BodyMends.SystemRole | BodyMends.MaxTokens;

    /// <summary>A member of the body that replaces the message. Thinking models do not take it.</summary>
    public override AssistantPrefix Continues { get; } = new() { InPlace = "\"prefix\""u8.ToArray(), WithoutThinking = true };

    public override ThinkingWords? ThinkingOf(ModelCard model) =>
        AlwaysThinks().IsMatch(model.Model) ? ThinkingAlways
        : TakesEffort().IsMatch(model.Model) ? ThinkingWithEffort
        : Thinking;

    // DeepSeek-V3.1 thinks by default, and then cannot call tools.
    public override bool MustNotThink(RequestHead head, ModelCard model) =>
        head.HasTools && model.Model.Contains("DeepSeek-V3.1", StringComparison.OrdinalIgnoreCase);

    protected override ImmutableArray<FailureRow> Failures { get; } =
    [
        new(Statuses.Any, BackendFailure.ModelMissing) { Codes = ["20012", "30003"] },
        new(Statuses.Any, BackendFailure.ContextTooLong) { Codes = ["20015"], Words = ["max_seq_len"] },
        new(Statuses.Any, BackendFailure.ContextTooLong) { Codes = ["20042", "20043"] },
        // Seen with 402 and with 403.
        new(Statuses.Any, BackendFailure.OutOfCredit) { Codes = ["30001", "30011"] },
        new(Statuses.Any, BackendFailure.Credential) { Codes = ["30014", "30005"] },
        // It cannot fill in; it cannot complete, and so cannot fill in.
        new(Statuses.Any, BackendFailure.Incapable) { Codes = ["20031", "20039"], Lacks = Tag.FIM },
        // No prefix; no prefix or suffix together with JSON mode; content its filter considers indecent.
        new(Statuses.Any, BackendFailure.Incapable) { Codes = ["20030", "20032", "20033", "20021"] },
    ];

    [GeneratedRegex(@"(?<![A-Z])[RTI]P(?<window>[MHD])(?![A-Z])", RegexOptions.CultureInvariant)]
    private static partial Regex LimitWord();

    [GeneratedRegex("(?<![a-z0-9])(?:R1|QwQ|QVQ|Z1|M1|Thinking)(?![a-z0-9])", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex AlwaysThinks();

    [GeneratedRegex(@"DeepSeek-V4|GLM-5\.2", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex TakesEffort();
}
