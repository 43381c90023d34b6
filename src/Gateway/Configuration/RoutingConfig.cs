using System.ComponentModel;
using Gateway.Configuration.Binding;
using Gateway.Routing.Selection;

namespace Gateway.Configuration;

[Description("How names are routed that no entry of 'routes' lists candidates for: tags, types, and models that several backends hold.")]
internal sealed record RoutingConfig
{
    [Description("The order of the candidates. local-first: own machines first, warm models before cold ones. cheapest: by the price of each request. fastest: by the time measured. weighted: by lot. least-busy: the backend with the most free places. listed: in the order of backends.")]
    public Policy Policy { get; init; } = Policy.LocalFirst;

    [Description("What becomes of a request that none of a tag's candidates can serve, such as one with an image for Coder. any: any model that can may answer, and the answer says so. tag: only models with the same tag. none: it is refused, and the refusal says what is missing.")]
    public Widening Widen { get; init; } = Widening.Any;

    [Description("What becomes of a request whose first candidate is known to need loading. wait: it waits for it. cloud: a candidate that needs no loading answers, where there is one that the caller may reach. warm-and-cloud: the same, and the model is loaded meanwhile, so that it answers the next.")]
    public ColdStart ColdStart { get; init; } = ColdStart.Wait;

    [Within("1", "20")]
    [Description("What a US dollar is worth in yuan, for comparing prices in both and nothing else. The default is a round figure of 2026.")]
    public decimal CnyPerUsd { get; init; } = 7;
}
