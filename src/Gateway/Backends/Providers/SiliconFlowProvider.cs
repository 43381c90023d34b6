using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Gateway.Backends.Discovery;
using Gateway.Protocol;
using Gateway.Routing.Models;

namespace Gateway.Backends.Providers;

/// <summary>SiliconFlow's cloud. Usage comes on every event unasked; what an error means stands in a number, not in the status.</summary>
internal sealed partial class SiliconFlowProvider : Provider
{
    // Behind another member: a body that was accepted holds at least model and messages.
    private static readonly byte[] NoThinking = ",\"enable_thinking\":false"u8.ToArray();

    public override string Name => "siliconflow";

    public override bool SendsUsageOnRequestOnly => false;

    public override ReadOnlyMemory<byte> ReasoningName => ReasoningNames.ReasoningContent;

    public override string TraceHeader => "x-siliconcloud-trace-id";

    /// <summary>It takes `prefix` and `suffix` in a chat.</summary>
    public override Demand Takes => AnyDemand | Demand.FIM;

    /// <summary>Two clouds with prices of their own. Whatever is not the international one, such as the demo's, counts as the Chinese.</summary>
    public override string? PriceList(Uri url) =>
        url.Host.EndsWith(".com", StringComparison.OrdinalIgnoreCase) ? "siliconflow.com" : "siliconflow.cn";

    public override Task<DiscoveryResult> DiscoverAsync(ProbeClient client, CancellationToken cancellationToken) =>
        SiliconFlowDiscovery.ReadAsync(client, cancellationToken);

    // "Details: TPM limit reached.", and no header: the last letter is the window's length. Of a day's limit nobody knows how much of
    // the day is left, so an hour passes before one request finds out.
    public override TimeSpan? PauseOf(BackendErrorText error) => LimitWord().Match(error.Message) is { Success: true } match
        ? match.Groups["window"].ValueSpan is "M" ? TimeSpan.FromMinutes(1) : TimeSpan.FromHours(1)
        : null;

    // Clients send the switch by the family's name (any Qwen, with Cherry Studio), and models that do not think refuse it with
    // 400 and 20015. DeepSeek-V3.1 thinks unless told, and then cannot call tools.
    public override void MendBody(ReadOnlySpan<byte> body, RequestHead head, ModelCard model, ByteEdits edits)
    {
        if ((model.Tags.Denied & Tag.Reasoning) != 0)
        {
            Remove(body, head.EnableThinking, edits);
            Remove(body, head.ThinkingBudget, edits);
        }
        else if (head is { HasTools: true, EnableThinking.IsAbsent: true } && model.Model.Contains("DeepSeek-V3.1", StringComparison.OrdinalIgnoreCase))
        {
            edits.Insert(head.End, NoThinking);
        }
    }

    private static void Remove(ReadOnlySpan<byte> body, JsonRange member, ByteEdits edits)
    {
        if (!member.IsAbsent)
        {
            edits.RemoveMember(body, member.Start, member.End);
        }
    }

    protected override ImmutableArray<FailureRow> Failures { get; } =
    [
        new(Statuses.Any, BackendFailure.ModelMissing) { Codes = ["20012", "30003"] },
        new(Statuses.Any, BackendFailure.ContextTooLong) { Codes = ["20015"], Words = ["max_seq_len"] },
        new(Statuses.Any, BackendFailure.ContextTooLong) { Codes = ["20042", "20043"] },
        // Seen with 402 and with 403.
        new(Statuses.Any, BackendFailure.OutOfCredit) { Codes = ["30001", "30011"] },
        new(Statuses.Any, BackendFailure.Credential) { Codes = ["30014", "30005"] },
        new(Statuses.Any, BackendFailure.Incapable) { Codes = ["20031"], Lacks = Tag.FIM },
        // No prefix; no prefix or suffix beside JSON mode; no completions; what its filter takes for indecent.
        new(Statuses.Any, BackendFailure.Incapable) { Codes = ["20030", "20032", "20033", "20039", "20021"] },
    ];

    [GeneratedRegex(@"(?<![A-Z])[RTI]P(?<window>[MHD])(?![A-Z])", RegexOptions.CultureInvariant)]
    private static partial Regex LimitWord();
}
