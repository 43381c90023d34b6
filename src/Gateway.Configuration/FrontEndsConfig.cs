using System.ComponentModel;
using Gateway.Configuration.Fields;

namespace Gateway.Configuration;

[Description("Front ends, such as Open WebUI, that send the requests of many users with one key. Their keys have onBehalfOf: true.")]
internal sealed record FrontEndsConfig
{
    [Description(
        "The secret that front ends use to sign the user's identity (HS256, at least 32 bytes; in Open WebUI, " +
        "FORWARD_USER_INFO_HEADER_JWT_SECRET). If it is set, the gateway accepts only the signed header X-OpenWebUI-User-Jwt and " +
        "refuses plain headers. Default: none; plain headers are accepted.")]
    public SecretConfig? JwtSecret { get; init; }

    [Description(
        "true: answers to keys with onBehalfOf get extra members in 'usage'. These are answered_by (backend/model), the cost under a " +
        "name that ends in the currency, such as cost_cny (0 on own machines), and 'decision' if the request did not go straight where " +
        "its name says. Open WebUI shows them under the answer if the model's usage capability is on, and GET /v1/models reports it as " +
        "on. Set false for a front end that rejects unknown members.")]
    public bool UsageDetails { get; init; } = true;

    [Matches("^[A-Za-z0-9-]{1,64}$", "a header's name of letters, digits and hyphens")]
    [Description(
        "The header in which front ends list the user's groups, separated by commas. In Open WebUI, add it to the connection with the " +
        "value {{USER_GROUPS}}. The first group that is a team, under 'teams' or stored, becomes the request's team; the key's own " +
        "limits still apply. With jwtSecret, a signed claim 'groups' overrides the header. Default: none.")]
    public string? GroupHeader { get; init; }

    [Description(
        "Required if both jwtSecret and groupHeader are set, and not allowed otherwise. true: accept the group header although it is " +
        "not signed (Open WebUI does not sign groups); whoever holds the key and a signed user can then name any team. false: only a " +
        "signed claim 'groups' can name one.")]
    public bool? GroupHeaderTrusted { get; init; }
}
