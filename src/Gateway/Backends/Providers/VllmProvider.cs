using Gateway.Protocol;

namespace Gateway.Backends.Providers;

/// <summary>vLLM. It renamed its field of reasoning to `reasoning`; its code is the status again.</summary>
internal sealed class VllmProvider : Provider
{
    public override string Name => "vllm";

    public override ReadOnlyMemory<byte> ReasoningName => ReasoningNames.Reasoning;

    /// <summary>The two exclude each other, and the second is true unless told.</summary>
    public override AssistantPrefix Prefix { get; } =
        new() { OfBody = ",\"continue_final_message\":true,\"add_generation_prompt\":false"u8.ToArray() };

    public override TimeSpan WarmFirstByteTimeout => TimeSpan.FromMinutes(5);

    public override string WhenUnreachable(Uri url) =>
        $"no vLLM answers at {url.GetLeftPart(UriPartial.Authority)} (start it with 'vllm serve <model> --port {url.Port}')";

    public override BackendFailure Classify(int status, BackendErrorText error) =>
        status == 400 && (error.Says("maximum context length")
            || error.Says("maximum model length"))
            ? BackendFailure.ContextTooLong
            : base.Classify(status, error);
}
