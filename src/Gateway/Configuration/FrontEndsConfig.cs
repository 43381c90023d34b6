using System.ComponentModel;
using Gateway.Configuration.Binding;

namespace Gateway.Configuration;

[Description("Front ends, such as Open WebUI, that speak for many users with one key: those whose key says onBehalfOf.")]
internal sealed record FrontEndsConfig
{
    [Description("The secret with which they sign who the user is (FORWARD_USER_INFO_HEADER_JWT_SECRET of Open WebUI; HS256, at least 32 bytes). When set, only the signed header X-OpenWebUI-User-Jwt is believed; plain headers are refused.")]
    public SecretConfig? JwtSecret { get; init; }

    [Description("Adds to the usage of each answer, for keys that say onBehalfOf only: answered_by (backend/model), its cost under a name that ends in the currency, such as cost_cny (0 on own machines), and decision where a request did not go straight where its name says. Open WebUI shows them under the answer where the model's usage capability is on, as GET /v1/models says it is. Switch it off for a front end that refuses members it does not know. Default: true.")]
    public bool UsageDetails { get; init; } = true;

    [Matches("^[A-Za-z0-9-]{1,64}$", "a header's name of letters, digits and hyphens")]
    [Description("The header in which they name the user's groups, apart by commas (in Open WebUI a header of the connection with the value {{USER_GROUPS}}). The first group that is a team, under 'teams' or stored, is the request's team, below the key's own limits. With jwtSecret the claim 'groups' of the signed user goes before it.")]
    public string? GroupHeader { get; init; }

    [Description("Only with jwtSecret and groupHeader, and needed then: whether the header is believed though it is not signed. Open WebUI signs no groups. true: whoever holds the key and a signed user may name any team; false: only a claim 'groups' that is signed names one.")]
    public bool? GroupHeaderTrusted { get; init; }
}
