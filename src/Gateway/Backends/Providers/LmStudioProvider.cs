using Gateway.Backends.Discovery;
using Gateway.Protocol;
using Gateway.Routing.Models;

namespace Gateway.Backends.Providers;

/// <summary>LM Studio. Nearly every failure is a 400 there, also those that are its own, so its words must tell them apart.</summary>
internal sealed class LmStudioProvider : Provider
{
    public override string Name => "lmstudio";

    // No ReasoningName: which field it reads depends on the model, so the client's is left as it is.
    public override Demand Takes => AnyDemand & ~Demand.ImageAddress;

    public override bool LoadsModels => true;

    public override TimeSpan ConnectTimeout => TimeSpan.FromSeconds(2);

    // The first request of a model loads it, in silence.
    public override TimeSpan FirstByteTimeout => TimeSpan.FromMinutes(5);

    public override TimeSpan WarmFirstByteTimeout => TimeSpan.FromMinutes(5);

    public override Task<DiscoveryResult> DiscoverAsync(ProbeClient client, CancellationToken cancellationToken) =>
        LmStudioDiscovery.ReadAsync(client, cancellationToken);

    public override string WhenUnreachable(Uri url) =>
        $"no LM Studio answers at {url.GetLeftPart(UriPartial.Authority)} (start it with 'lms server start')";

    public override BackendFailure Classify(int status, BackendErrorText error) => status switch
    {
        400 when error.Code == "model_not_found" || error.Says("Invalid model identifier") => BackendFailure.ModelMissing,
        400 when error.Says("context length") => BackendFailure.ContextTooLong,
        400 when error.Says("has crashed") || error.Says("Failed to load") || error.Says("unloaded") || error.Says("reloaded")
            => BackendFailure.Unavailable,
        _ => base.Classify(status, error),
    };
}
