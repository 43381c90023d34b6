using System.ComponentModel;
using Gateway.Configuration.Fields;
using Gateway.Routing.Names;
using Gateway.Routing.Routes;

namespace Gateway.Configuration;

[Description(
    "How the gateway routes names that no entry of 'routes' lists candidates for: tags, types, and models that several backends hold.")]
internal sealed record RoutingConfig
{
    [Description(
        "The order of the candidates. local-first: own machines first, then warm models before cold ones. cheapest: by the price of " +
        "each request. fastest: by measured time. weighted: by random draw. least-busy: the backend with the most free places first. " +
        "listed: in the order of 'backends'.")]
    public Policy Policy { get; init; } = Policy.LocalFirst;

    [Description(
        "What happens to a request that no candidate of its tag can serve, such as one with an image for Coder. any: any model that can " +
        "may answer, and the answer says so. tag: only models with the same tag may answer. none: the request is refused, and the " +
        "refusal says what is missing.")]
    public Widening Widen { get; init; } = Widening.Any;

    [Description(
        "What happens to a request if its first candidate must be loaded first. wait: the request waits until the model is loaded. " +
        "cloud: a candidate that needs no loading answers, if there is one that the caller may use. warm-and-cloud: like cloud, but the " +
        "model is loaded meanwhile, so that it answers the next request.")]
    public ColdStart ColdStart { get; init; } = ColdStart.Wait;

    [Within("1", "20")]
    [Description(
        "The value of one US dollar in yuan. It is used only to compare prices in the two currencies. The default is a round figure " +
        "of 2026.")]
    public decimal CnyPerUsd { get; init; } = 7;
}
