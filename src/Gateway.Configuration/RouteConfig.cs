using System.ComponentModel;
using Gateway.Configuration.Fields;
using Gateway.Routing.Names;
using Gateway.Routing.Routes;

namespace Gateway.Configuration;

[Description("A name, and the candidates that answer requests for it.")]
internal sealed record RouteConfig
{
    [Matches("^[^\\s/+@:]{1,64}$", "up to 64 characters without spaces and / + @ :")]
    [Description("The name that clients write in 'model', in upper or lower case.")]
    public required string Name { get; init; }

    [Description("Other names for the route. They are accepted, but GET /v1/models does not list them. Default: none.")]
    public IReadOnlyList<string> Aliases { get; init; } = [];

    [Description("true: requests by this name stay on the team's own machines. Candidates elsewhere are never tried.")]
    public bool LocalOnly { get; init; }

    [Description("The order in which the candidates are tried: listed (as written here), or one of the orders described under 'routing'.")]
    public Policy Policy { get; init; } = Policy.Listed;

    [Description(
        "true: starts a second attempt on the next candidate if the first has sent nothing by the time at which 95 of the route's last " +
        "100 requests had their first event. The faster one answers and the other is cancelled. Both may cost money.")]
    public bool Hedge { get; init; }

    [Description(
        "true: if a plain-text stream breaks, it continues on the next candidate that can go on with an assistant's text (deepseek, " +
        "llamacpp, vllm). A comment marks the place in the stream, and the log says 'resumed'. The text may change its style there, and " +
        "both attempts may cost money.")]
    public bool Resume { get; init; }

    [Within("1ms", "200ms")]
    [Description(
        "How long the pieces of this route's streams are gathered before they are sent to the client together, such as 20ms, which saves " +
        "work where tokens come fast. No piece waits longer than that, and the first goes at once. Default: as streams.gather says.")]
    public TimeSpan? Gather { get; init; }

    [Description(
        "true: keeps the prompts and answers of requests by this name, up to 1 MiB of each, in a table of the ledger's database, for " +
        "ledger.keepCaptures. Admins read them at GET /admin/v1/usage/requests/{id}/capture. The header x-gateway-captured tells the " +
        "client. The gateway keeps no prompt or answer of any other request.")]
    public bool Capture { get; init; }

    [Description(
        "Whether requests by this name may be answered without the tools that they offer. auto: yes for chat pages that are known to " +
        "offer tools with every message (Open WebUI, if it forwards its headers). optional: yes for all. required: no. Tools can be " +
        "left out only while none was called and tool_choice is absent, auto or none. They are left out for a model without tools, and " +
        "where the prompt fits only without them. The request then goes where it would go without tools, and x-gateway-decision says " +
        "so. A value other than auto overrides the key's setting.")]
    public ToolsWish Tools { get; init; }

    [Description(
        "What happens to a request if its first candidate must be loaded first: wait, cloud or warm-and-cloud. Default: the setting " +
        "under 'routing'.")]
    public ColdStart? ColdStart { get; init; }

    [Matches("^\\S{1,200}$", "up to 200 characters without spaces")]
    [Description(
        "The tag, route or model, as clients write it in 'model', that answers this route's background requests, such as a small model. " +
        "See the top-level 'background'. If it cannot answer, the candidates do. Default: background.model.")]
    public string? Background { get; init; }

    [Description(
        "The candidates, tried until one answers. A candidate is skipped if its backend does not hold the model or if it cannot serve " +
        "the request.")]
    public required IReadOnlyList<CandidateConfig> Candidates { get; init; }
}
