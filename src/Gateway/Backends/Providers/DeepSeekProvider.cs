using Gateway.Protocol;

namespace Gateway.Backends.Providers;

/// <summary>DeepSeek's cloud. Nearly every error has one and the same code, so status and words must tell them apart.</summary>
internal sealed class DeepSeekProvider : Provider
{
    public override string Name => "deepseek";

    // Required of a history with tool calls, where a request without it is refused.
    public override ReadOnlyMemory<byte> ReasoningName => ReasoningNames.ReasoningContent;

    public override string TraceHeader => "x-ds-trace-id";

    public override BackendFailure Classify(int status, BackendErrorText error) => status switch
    {
        400 when error.Says("Model Not Exist") => BackendFailure.ModelMissing,
        400 when error.Says("maximum context length") => BackendFailure.ContextTooLong,
        _ => base.Classify(status, error),
    };
}
