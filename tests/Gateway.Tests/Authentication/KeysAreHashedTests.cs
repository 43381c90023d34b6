using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Gateway.Authentication;

namespace Gateway.Tests.Authentication;

public class KeysAreHashedTests
{
    [Fact]
    public void Hash_OfAKey_IsItsSha256() => Gen.String.Where(s => Encoding.UTF8.GetByteCount(s) <= 512).Sample(key =>
    {
        Assert.True(KeyHash.TryOf(key, out var hash));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))), hash.ToString());
    }, iter: 200);

    [Fact]
    public void Hash_WrittenAndParsed_IsTheSame() => Gen.Byte.Array[32].Sample(bytes =>
    {
        var hex = Convert.ToHexString(bytes);
        var hash = KeyHash.Parse(hex);
        Assert.Equal(hash, KeyHash.Parse(hex.ToLowerInvariant()));
        Assert.Equal(hex, hash.ToString(), ignoreCase: true);
        bytes[^1] ^= 1;
        Assert.NotEqual(hash, KeyHash.Parse(Convert.ToHexString(bytes)));
    }, iter: 200);

    [Theory]
    [InlineData(512, true)]
    [InlineData(513, false)]
    public void Hash_OfALongText_IsRefusedBeyondTheLimit(int length, bool taken) =>
        Assert.Equal(taken, KeyHash.TryOf(new string('k', length), out _));

    [Fact]
    public void NewKey_Made_Holds256RandomBits()
    {
        var key = NewKey.Create().Text;
        Assert.Matches("^sk-gw-[0-9a-f]{8}-[A-Za-z0-9_-]{43}$", key);
        Assert.Equal(32, Base64Url.DecodeFromChars(key.AsSpan("sk-gw-12345678-".Length)).Length);
        Assert.Equal(100, Enumerable.Range(0, 100).Select(_ => NewKey.Create().Text).Distinct().Count());
    }

    [Fact]
    public void NewKey_InABackendsMessage_IsScrubbed() =>
        Assert.Equal("[redacted]", Gateway.Wire.Errors.SecretScrubber.None.Scrub(NewKey.Create().Text));
}
