using Gateway.Protocol;

namespace Gateway.Backends.Providers;

/// <summary>vLLM. It renamed its field of reasoning to `reasoning`; its code is the status again.</summary>
internal sealed class VllmProvider : Provider
{
    private static readonly byte[] Reasoning = "\"reasoning\""u8.ToArray();

    public override string Name => "vllm";

    public override ReadOnlyMemory<byte> ReasoningName => Reasoning;

    public override string WhenUnreachable(Uri url) =>
        $"no vLLM answers at {url.GetLeftPart(UriPartial.Authority)} (start it with 'vllm serve <model> --port {url.Port}')";

    public override BackendFailure Classify(int status, BackendErrorText error) =>
        status == 400 && (error.Message.Contains("maximum context length", StringComparison.OrdinalIgnoreCase)
            || error.Message.Contains("maximum model length", StringComparison.OrdinalIgnoreCase))
            ? BackendFailure.ContextTooLong
            : base.Classify(status, error);
}
