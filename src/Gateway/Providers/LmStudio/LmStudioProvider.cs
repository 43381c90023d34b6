using System.Collections.Immutable;
using Gateway.Backends;
using Gateway.Backends.Discovery;
using Gateway.Backends.Failures;
using Gateway.Routing.Models;
using Gateway.Wire.Errors;
using Gateway.Wire.Mends;

namespace Gateway.Providers.LmStudio;

/// <summary>LM Studio. Nearly every failure is a 400, even its own faults, so the words must tell them apart.</summary>
internal sealed class LmStudioProvider : Provider
{
    public override string Name => "lmstudio";

    // No ReasoningName: which field it reads depends on the model, so the client's is left alone.
    // `n` is not among its documented members, and it only embeds text.
    public override Demand Takes => AnyDemand & ~(Demand.ImageAddress | Demand.Choices | Demand.Tokens);

    // Its user sets what happens to a conversation that outgrows the context, and nothing reports it: it may well drop part of it.
    public override bool CutsSilently => true;

    // According to its documentation it only reads `max_tokens`.
    public override BodyMends Mends => BodyMends.SystemRole | BodyMends.MaxTokens;

    public override bool LoadsModels => true;

    public override bool GivesLess => true;

    public override TimeSpan ConnectTimeout => TimeSpan.FromSeconds(2);

    // The first request of a model loads it, in silence.
    public override TimeSpan FirstByteTimeout => TimeSpan.FromMinutes(5);

    public override TimeSpan WarmFirstByteTimeout => TimeSpan.FromMinutes(5);

    public override Task<DiscoveryResult> DiscoverAsync(ProbeClient client, CancellationToken cancellationToken) =>
        LmStudioDiscovery.ReadAsync(client, cancellationToken);

    public override string WhenUnreachable(Uri url) =>
        $"no LM Studio answers at {url.GetLeftPart(UriPartial.Authority)} (start it with 'lms server start')";

    protected override ImmutableArray<FailureRow> Failures { get; } =
    [
        new(400, BackendFailure.ModelMissing) { Words = ["Invalid model identifier"] },
        new(400, BackendFailure.ContextTooLong) { Words = ["context length"] },
        new(400, BackendFailure.ClientFault) { Words = BlamingWords.OfFailedMedia },
        new(400, BackendFailure.Unavailable)
        {
            Words = [
                "Failed to load", "Error loading model", "Model loading failed", "loading was stopped", "insufficient system resources"
            ],
            Pause = AfterFailedLoad,
        },
        new(400, BackendFailure.Unavailable) { Words = ["has crashed", "unloaded", "reloaded"] },
        new(400, BackendFailure.Incapable) { Words = ["is not an llm"] },
        new(400, BackendFailure.Incapable) { Words = ["must be a base64 encoded image"], Lacks = Demand.ImageAddress },
    ];
}
