using System.Buffers.Text;
using System.Security.Cryptography;

namespace Gateway.Authentication;

/// <summary>A new key: <c>sk-gw-</c>, eight characters to recognize it by, and 256 random bits.</summary>
/// <param name="Id">The public part.</param>
/// <param name="Text">The whole key, to be shown once.</param>
internal sealed record NewKey(string Id, string Text)
{
    public string LastFour => Text[^4..];

    public static NewKey Create()
    {
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
        return Of(id);
    }

    /// <summary>Makes another secret behind the same public part.</summary>
    public static NewKey Of(string id) => new(id, $"sk-gw-{id}-{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32))}");

    // A record would print its members.
    public override string ToString() => $"sk-gw-{Id}-...";
}
