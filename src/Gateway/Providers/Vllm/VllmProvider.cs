using System.Collections.Immutable;
using Gateway.Backends;
using Gateway.Backends.Failures;
using Gateway.Backends.Mends;
using Gateway.Routing.Models;
using Gateway.Wire.Answers;
using Gateway.Wire.Errors;
using Gateway.Wire.Heads;
using Gateway.Wire.Mends;

namespace Gateway.Providers.Vllm;

/// <summary>vLLM. It renamed its reasoning field to `reasoning`; its code only repeats the status.</summary>
internal sealed class VllmProvider : Provider
{
    public override string Name => "vllm";

    public override bool HasRerank => true;

    public override ReadOnlyMemory<byte> ReasoningName => ReasoningNames.Reasoning;

    /// <summary>Two members that exclude each other, of which the second is true by default.</summary>
    public override AssistantPrefix Prefix { get; } =
        new() { OfBody = ",\"continue_final_message\":true,\"add_generation_prompt\":false"u8.ToArray() };

    public override BodyMends Mends => BodyMends.NoEmptyTools | BodyMends.SystemRole;

    public override ThinkingWords? ThinkingOf(ModelCard model) => TemplateWords;

    public override bool ReservesAnswer => true;

    public override TimeSpan WarmFirstByteTimeout => TimeSpan.FromMinutes(5);

    public override string WhenUnreachable(Uri url) =>
        $"no vLLM answers at {url.GetLeftPart(UriPartial.Authority)} (start it with 'vllm serve <model> --port {url.Port}')";

    protected override ImmutableArray<FailureRow> Failures { get; } =
    [
        // The requested answer has no room, however short the conversation gets.
        new(400, BackendFailure.Incapable) { Words = ["tokens' is too large"] },
        new(400, BackendFailure.ContextTooLong) { Words = ["maximum context length", "maximum model length"] },
    ];
}
