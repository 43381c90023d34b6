using System.Buffers.Text;
using System.Text.Json.Nodes;
using Gateway.Tests.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Promises;

/// <summary>The user behind the one key of a front end such as Open WebUI, and who may name that user.</summary>
public sealed class FrontEndUsersTests : IDisposable
{
    private const string Jwt = "X-OpenWebUI-User-Jwt";

    private static readonly FakeTimeProvider Time = new(FrontEndKey.Now);

    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData("X-OpenWebUI-User-Email: Ann@Example.org|X-OpenWebUI-User-Id: 7|X-OpenWebUI-User-Name: Ann", "ann@example.org")]
    [InlineData("X-OpenWebUI-User-Id: 7|X-OpenWebUI-User-Name: Ann", "7")]
    [InlineData("X-OpenWebUI-User-Name: J%C3%BCrgen M", "Jürgen M")]
    [InlineData("X-OpenWebUI-User-Name: %E5%BC%A0%E4%B8%89", "张三")]
    [InlineData("", "webui")]
    [InlineData("X-Other: x", "webui")]
    public async Task PlainHeaders_OfAMarkedKey_NameTheOwner(string headers, string owner)
    {
        await using var gateway = Start(marked: true);
        Assert.Equal(owner, await OwnerAsync(gateway, headers));
    }

    [Theory]
    [InlineData("X-OpenWebUI-User-Email: ann@example.org")]
    [InlineData("X-OpenWebUI-User-Jwt: nonsense")]
    public async Task Headers_OfAKeyWithoutTheMark_MeanNothing(string headers)
    {
        await using var gateway = Start(marked: false);
        Assert.Equal("webui", await OwnerAsync(gateway, headers));
    }

    [Theory]
    [InlineData("X-OpenWebUI-User-Name: a%0Ab")]
    [InlineData("X-OpenWebUI-User-Name: a%E2%80%AEb")]
    [InlineData("X-OpenWebUI-User-Name: {long}")]
    public async Task Owner_ThatWouldHarmALog_IsRefused(string headers)
    {
        await using var gateway = Start(marked: true);
        Assert.Equal("401", await OwnerAsync(gateway, headers.Replace("{long}", new string('x', 255), StringComparison.Ordinal)));
    }

    [Fact]
    public async Task SignedUser_IsTheOwner()
    {
        await using var gateway = Start(marked: true, signed: true);
        Assert.Equal("ann@example.org", await OwnerAsync(gateway, $"{Jwt}: {Token()}"));
        Assert.Equal("u-1", await OwnerAsync(gateway, $"{Jwt}: {Token(email: null)}"));
        // The signed one counts, whatever stands beside it.
        Assert.Equal("ann@example.org", await OwnerAsync(gateway, $"{Jwt}: {Token()}|X-OpenWebUI-User-Email: bob@example.org"));
        Assert.Equal("webui", await OwnerAsync(gateway, ""));
    }

    [Theory]
    [InlineData("none", "not signed with HS256")]
    [InlineData("HS512", "not signed with HS256")]
    [InlineData("RS256", "not signed with HS256")]
    [InlineData("expired", "has expired")]
    [InlineData("no-exp", "does not say when it expires")]
    [InlineData("early", "not valid yet")]
    [InlineData("other-secret", "signed with another secret")]
    [InlineData("no-signature", "signed with another secret")]
    [InlineData("changed", "signed with another secret")]
    [InlineData("nobody", "names no user")]
    [InlineData("not-json", "no signed token")]
    [InlineData("words", "no signed token")]
    [InlineData("plain", "only users that are signed for")]
    public async Task User_ThatIsNotSignedFor_IsRefusedWithTheReason(string fault, string words)
    {
        await using var gateway = Start(marked: true, signed: true);
        var header = fault switch
        {
            "none" => $"{Jwt}: {Token(alg: "none")}",
            "HS512" or "RS256" => $"{Jwt}: {Token(alg: fault)}",
            "expired" => $"{Jwt}: {Token(expires: -61)}",
            "no-exp" => $"{Jwt}: {Token(expires: null)}",
            "early" => $"{Jwt}: {Token(starts: 120)}",
            "other-secret" => $"{Jwt}: {Token(secret: "another secret of thirty-two bytes")}",
            "no-signature" => $"{Jwt}: {Token()[..(Token().LastIndexOf('.') + 1)]}",
            "changed" =>
                $"{Jwt}: {string.Join('.', Token().Split('.')[0], Token(email: "bob@example.org").Split('.')[1], Token().Split('.')[2])}",
            "nobody" => $"{Jwt}: {Token(email: null, subject: null)}",
            "not-json" => $"{Jwt}: {Base64Url.EncodeToString("[1"u8)}.{Base64Url.EncodeToString("{"u8)}.AA",
            "words" => $"{Jwt}: ann",
            _ => "X-OpenWebUI-User-Email: ann@example.org",
        };
        using var response = await SendAsync(gateway, header);
        var error = await response.ErrorAsync(401);
        Assert.Equal("invalid_front_end_user", (string?)error["code"]);
        Assert.Contains(words, (string?)error["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secret_ThatIsMissing_BelievesNobody()
    {
        await File.WriteAllTextAsync(_file, "short");
        await using var gateway = Start(marked: true, signed: true, writesSecret: false);
        using var response = await SendAsync(gateway, $"{Jwt}: {Token(secret: "short")}");
        Assert.Equal("front_end_not_set_up", (string?)(await response.ErrorAsync(503))["code"]);
    }

    private static string Token(
        string alg = "HS256", string? email = "Ann@example.org", string? subject = "u-1", double? expires = 300, double? starts = null,
        string secret = FrontEndKey.Secret)
    {
        var now = FrontEndKey.Now.ToUnixTimeSeconds();
        var claims = new JsonObject { ["iss"] = "open-webui", ["role"] = "user", ["iat"] = now };
        Set("sub", subject);
        Set("email", email);
        Set("exp", expires is { } e ? now + e : null);
        Set("nbf", starts is { } s ? now + s : null);
        return FrontEndKey.Sign(claims, alg, secret);

        void Set(string name, JsonNode? value)
        {
            if (value is not null)
            {
                claims[name] = value;
            }
        }
    }

    private static async Task<HttpResponseMessage> SendAsync(TestGateway gateway, string headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/usage/limits");
        request.Headers.Authorization = new("Bearer", FrontEndKey.Key);
        foreach (var header in headers.Split('|', StringSplitOptions.RemoveEmptyEntries))
        {
            request.Headers.TryAddWithoutValidation(header.Split(": ")[0], header.Split(": ")[1]);
        }

        return await gateway.Client.SendAsync(request);
    }

    private static async Task<string> OwnerAsync(TestGateway gateway, string headers)
    {
        using var response = await SendAsync(gateway, headers);
        var json = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        return response.IsSuccessStatusCode ? (string)json["owner"]! : $"{(int)response.StatusCode}";
    }

    private TestGateway Start(bool marked, bool signed = false, bool writesSecret = true)
    {
        if (writesSecret)
        {
            File.WriteAllText(_file, FrontEndKey.Secret);
        }

        return TestGateway.Start(
            $"keys: [ {{ name: front, owner: webui, onBehalfOf: {(marked ? "true" : "false")}, sha256: \"{FrontEndKey.Hash}\" }} ]\n"
            + (signed ? $"frontEnds: {{ jwtSecret: {{ file: \"{_file}\" }} }}" : ""),
            Time);
    }
}
