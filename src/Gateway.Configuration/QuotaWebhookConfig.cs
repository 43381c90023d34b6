using System.ComponentModel;
using Gateway.Configuration.Fields;

namespace Gateway.Configuration;

[Description(
    "Sends a POST with JSON for each budget that passes a threshold, once in each day or month. With several replicas each may send it, "
    + "with the same 'id'.")]
internal sealed record QuotaWebhookConfig
{
    [Matches("^https?://", "an address that begins with http:// or https://")]
    [Description("The address to send to.")]
    public required string Url { get; init; }

    [Within("1", "99")]
    [Description("Percent of the limit at which it is first sent; it is sent again at 100.")]
    public int WarnAt { get; init; } = 80;

    [Description(
        "A secret to sign with: the header 'x-gateway-signature' is then 'sha256=' and the HMAC-SHA-256 of the body in hexadecimal.")]
    public SecretConfig? Secret { get; init; }
}
