using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Gateway.Tests.Promises;

/// <summary>The one key of a front end such as Open WebUI, and the tokens in which it names its users.</summary>
internal static class FrontEndKey
{
    public const string Key = "sk-gw-12345678-a-key-for-this-test-only";
    public const string Secret = "a secret of thirty-two bytes or more";

    public static readonly DateTimeOffset Now = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);

    public static string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Key)));

    public static string Sign(JsonObject claims, string alg = "HS256", string secret = Secret)
    {
        var signed = $"{Encode($$"""{"alg":"{{alg}}","typ":"JWT"}""")}.{Encode(claims.ToJsonString())}";
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes(signed));
        return alg == "none" ? signed + "." : $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
