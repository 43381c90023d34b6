using Gateway.Backends.Discovery;
using Gateway.Protocol;

namespace Gateway.Backends.Providers;

/// <summary>The server of llama.cpp. Its code is the status again, so its words must say what a 400 is.</summary>
internal sealed class LlamaCppProvider : Provider
{
    public override string Name => "llamacpp";

    public override ReadOnlyMemory<byte> ReasoningName => ReasoningNames.ReasoningContent;

    public override bool LoadsModels => true;

    /// <summary>A last message of the assistant is enough, unless it was started with <c>--no-prefill-assistant</c>. A model that thinks refuses.</summary>
    public override AssistantPrefix Prefix { get; } = new();

    public override TimeSpan ConnectTimeout => TimeSpan.FromSeconds(2);

    // With one model it says 503 while it loads; with many, the first request of a model loads it, in silence.
    public override TimeSpan FirstByteTimeout => TimeSpan.FromMinutes(5);

    public override TimeSpan WarmFirstByteTimeout => TimeSpan.FromMinutes(5);

    public override Task<DiscoveryResult> DiscoverAsync(ProbeClient client, CancellationToken cancellationToken) =>
        LlamaCppDiscovery.ReadAsync(client, cancellationToken);

    public override string WhenUnreachable(Uri url) =>
        $"no llama.cpp server answers at {url.GetLeftPart(UriPartial.Authority)} (start it with 'llama-server -m <file>.gguf --port {url.Port}')";

    public override BackendFailure Classify(int status, BackendErrorText error) => status switch
    {
        400 when error.Says("context size") => BackendFailure.ContextTooLong,
        400 when error.Says("model not found") || error.Says("model is not loaded") => BackendFailure.ModelMissing,
        _ => base.Classify(status, error),
    };
}
