using System.ComponentModel;
using Gateway.Configuration.Binding;
using Gateway.Routing.Selection;

namespace Gateway.Configuration;

[Description("A name and the candidates behind it.")]
internal sealed record RouteConfig
{
    [Matches("^[^\\s/+@:]{1,64}$", "up to 64 characters without spaces and / + @ :")]
    [Description("The tag clients write in 'model', in upper or lower case.")]
    public required string Name { get; init; }

    [Description("Other names for it. They are accepted, but not listed by GET /v1/models.")]
    public IReadOnlyList<string> Aliases { get; init; } = [];

    [Description("What is sent by this name may not leave the team's own machines: candidates elsewhere are never tried.")]
    public bool LocalOnly { get; init; }

    [Description("The order in which the candidates are tried: listed as they stand here, or as under 'routing'.")]
    public Policy Policy { get; init; } = Policy.Listed;

    [Description("Starts a second attempt on the next candidate when the first brings nothing within the time in which 95 of the route's last 100 requests had their first event. The faster one answers, the other is broken off; both may cost money.")]
    public bool Hedge { get; init; }

    [Description("Continues a plain-text stream that breaks in its middle on the next candidate that can go on with an assistant's text (deepseek, llamacpp, vllm), marked by a comment in the stream and by 'resumed' in the log. The text may change its style there, and both attempts may cost money.")]
    public bool Resume { get; init; }

    [Description("Keeps what is asked by this name and what is answered, up to 1 MiB of each, in a table of the ledger's database, for ledger.keepCaptures; admins read it at GET /admin/v1/usage/requests/{id}/capture. Clients are told by x-gateway-captured. Of all other requests no prompt and no answer is kept anywhere.")]
    public bool Capture { get; init; }

    [Description("Whether what is asked by this name may be answered without the tools that it offers. auto: those of chat pages that are known to offer their own with every message (Open WebUI, where it forwards its headers). optional: all. required: none. Optional tools are left out, as long as none was called and tool_choice is absent, auto or none, for a model that has none or where the prompt fits only without them; the request then stays where it would go without them, and x-gateway-decision says so. Goes before the same of the key.")]
    public ToolsWish Tools { get; init; }

    [Description("What becomes of a request whose first candidate is known to need loading. The default is that of 'routing'.")]
    public ColdStart? ColdStart { get; init; }

    [Matches("^\\S{1,200}$", "up to 200 characters without spaces")]
    [Description("The tag, route or model, as clients write it in 'model', that answers what nobody waits for (titles, tags: see the top-level 'background'), such as a small model. Where it cannot, the candidates do. Default: background.model.")]
    public string? Background { get; init; }

    [Description("Tried until one answers. A candidate whose backend does not hold the model, or which cannot serve the request, is passed over.")]
    public required IReadOnlyList<CandidateConfig> Candidates { get; init; }
}
