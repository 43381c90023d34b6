using System.ComponentModel;

namespace Gateway.Configuration;

[Description("Front ends, such as Open WebUI, that speak for many users with one key: those whose key says onBehalfOf.")]
internal sealed record FrontEndsConfig
{
    [Description("The secret with which they sign who the user is (FORWARD_USER_INFO_HEADER_JWT_SECRET of Open WebUI; HS256, at least 32 bytes). When set, only the signed header X-OpenWebUI-User-Jwt is believed; plain headers are refused.")]
    public SecretConfig? JwtSecret { get; init; }
}
