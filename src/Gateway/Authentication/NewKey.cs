using System.Buffers.Text;
using System.Security.Cryptography;

namespace Gateway.Authentication;

/// <summary>A fresh key: <c>sk-gw-</c>, eight characters to recognise it by, and 256 random bits.</summary>
internal static class NewKey
{
    public static string Create()
    {
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
        return $"sk-gw-{id}-{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32))}";
    }
}
