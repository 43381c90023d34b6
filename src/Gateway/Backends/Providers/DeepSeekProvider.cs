using Gateway.Protocol;

namespace Gateway.Backends.Providers;

/// <summary>DeepSeek's cloud. Nearly every error has one and the same code, so status and words must tell them apart.</summary>
internal sealed class DeepSeekProvider : Provider
{
    private static readonly byte[] ReasoningContent = "\"reasoning_content\""u8.ToArray();

    public override string Name => "deepseek";

    // Required of a history with tool calls, where a request without it is refused.
    public override ReadOnlyMemory<byte> ReasoningName => ReasoningContent;

    public override string TraceHeader => "x-ds-trace-id";

    public override BackendFailure Classify(int status, BackendErrorText error) => status switch
    {
        400 when error.Message.Contains("Model Not Exist", StringComparison.OrdinalIgnoreCase) => BackendFailure.ModelMissing,
        400 when error.Message.Contains("maximum context length", StringComparison.OrdinalIgnoreCase) => BackendFailure.ContextTooLong,
        _ => base.Classify(status, error),
    };
}
