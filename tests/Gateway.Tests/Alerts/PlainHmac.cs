using System.Security.Cryptography;
using System.Text;

namespace Gateway.Tests.Alerts;

/// <summary>HMAC-SHA-256 as RFC 2104 writes it down, from the hash alone: another implementation than the gateway's.</summary>
internal static class PlainHmac
{
    private const int Block = 64;

    public static string Base64(string key, string text) =>
        Convert.ToBase64String(Of(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(text)));

    public static byte[] Of(byte[] key, byte[] text)
    {
        var padded = new byte[Block];
        (key.Length > Block ? SHA256.HashData(key) : key).CopyTo(padded, 0);
        var inner = SHA256.HashData([.. padded.Select(static b => (byte)(b ^ 0x36)), .. text]);
        return SHA256.HashData([.. padded.Select(static b => (byte)(b ^ 0x5c)), .. inner]);
    }
}
