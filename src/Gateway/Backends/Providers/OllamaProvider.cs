using Gateway.Backends.Discovery;
using Gateway.Protocol;
using Gateway.Routing.Models;

namespace Gateway.Backends.Providers;

/// <summary>Ollama's OpenAI surface. It says `reasoning`, takes inline images only, and is silent while it loads a model.</summary>
internal sealed class OllamaProvider : Provider
{
    public override string Name => "ollama";

    public override ReadOnlyMemory<byte> ReasoningName => ReasoningNames.Reasoning;

    public override Demand Takes => AnyDemand & ~Demand.ImageAddress;

    public override string? DefaultQuantization => SizeGuide.OllamaDefault;

    // Its cloud models stand beside the others, some under names of the operator's.
    public override bool MaySendOn => true;

    // OLLAMA_NUM_PARALLEL. It takes 512 more into a line of its own, where nobody knows whose turn it is.
    public override int MaxConcurrent => 1;

    public override bool HasImplicitTag => true;

    public override bool LoadsModels => true;

    // Without a prompt it loads the model and says so.
    public override string? WarmUpPath => "/api/generate";

    public override TimeSpan ConnectTimeout => TimeSpan.FromSeconds(2);

    // Headers come with the first token, so a cold load looks like silence; Ollama itself gives a load five minutes.
    public override TimeSpan FirstByteTimeout => TimeSpan.FromMinutes(5);

    public override TimeSpan WarmFirstByteTimeout => TimeSpan.FromMinutes(5);

    public override Task<DiscoveryResult> DiscoverAsync(ProbeClient client, CancellationToken cancellationToken) =>
        OllamaDiscovery.ReadAsync(client, cancellationToken);

    public override string WhenUnreachable(Uri url) =>
        $"no Ollama answers at {url.GetLeftPart(UriPartial.Authority)} (start it with 'ollama serve')";

    public override BackendFailure Classify(int status, BackendErrorText error) =>
        // It has no code for a prompt that is too long; a server started with truncation off says so in words.
        status == 400 && error.Says("context length")
            ? BackendFailure.ContextTooLong
            : base.Classify(status, error);
}
