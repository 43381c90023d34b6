using System.Text.Json.Nodes;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises.Keys;

/// <summary>The admin API and the client API each answer only on their own address, and no web page reaches the admin API.</summary>
public sealed class AdminListenerTests : IAsyncLifetime
{
    // With keys the API lets in any page, which must not open the admin's.
    private const string SomeKey = "keys:\n  - { name: k, sha256: \"0000000000000000000000000000000000000000000000000000000000000000\" }";
    private const string Backends = "GET /admin/v1/backends";

    private readonly TestGateway _gateway = TestGateway.Start(SomeKey);

    private string AdminHost => _gateway.AdminUrl.Authority;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Theory]
    [InlineData("GET /admin/v1/backends")]
    [InlineData("POST /admin/v1/backends")]
    [InlineData("GET /ADMIN/v1/backends")]
    [InlineData("GET //admin//v1/backends/")]
    [InlineData("GET /%61dmin/v1/backends")]
    [InlineData("GET /v1/../admin/v1/backends")]
    [InlineData("GET /./admin/v1/backends/x")]
    [InlineData("GET http://{admin}/admin/v1/backends")]
    public async Task AdminApi_IsNotOnTheAddressOfTheApi(string start)
    {
        foreach (var host in new[] { _gateway.Url.Authority, AdminHost, "localhost" })
        {
            var target = start.Replace("{admin}", host, StringComparison.Ordinal);
            Assert404(await RawHttp.AskAsync(_gateway.Url, target, $"Host: {host}", $"X-Forwarded-Host: {AdminHost}"));
        }
    }

    [Theory]
    [InlineData("GET /v1/models")]
    [InlineData("GET /models")]
    [InlineData("GET //v1//models")]
    [InlineData("POST /v1/chat/completions")]
    [InlineData("POST /v1/route/explain")]
    [InlineData("GET /api/hello")]
    [InlineData("GET /admin/../v1/models")]
    [InlineData("GET /admin")]
    [InlineData("GET /administrators")]
    [InlineData("GET /")]
    public async Task Api_IsNotOnTheAddressOfTheAdmin(string start)
    {
        foreach (var host in new[] { _gateway.Url.Authority, AdminHost })
        {
            Assert404(await RawHttp.AskAsync(_gateway.AdminUrl, start, $"Host: {host}", "Content-Length: 0"));
        }
    }

    [Fact]
    public async Task Health_IsOnBoth()
    {
        foreach (var url in new[] { _gateway.Url, _gateway.AdminUrl })
        {
            foreach (var path in new[] { "/healthz", "/readyz" })
            {
                Assert.StartsWith(
                    "HTTP/1.1 200", await RawHttp.AskAsync(url, $"GET {path}", $"Host: {url.Authority}"), StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("Host: 127.0.0.1:{port}", 200)]
    [InlineData("Host: localhost:{port}", 200)]
    [InlineData("Host: [::1]:{port}", 200)]
    [InlineData("Host: localhost.:{port}", 200)]
    [InlineData("Host: admin.localhost:{port}", 200)]
    [InlineData("Host: evil.example:{port}", 403)]
    [InlineData("Host: evil.example.", 403)]
    [InlineData("Host: xn--localhost-.example", 403)]
    [InlineData("Host: host.docker.internal", 403)]
    [InlineData("Host: localhost.evil.example:{port}", 403)]
    [InlineData("Host: 127.0.0.1.evil.example", 403)]
    [InlineData("Host: loopback", 403)]
    [InlineData("Host: 0.0.0.0:{port}", 403)]
    [InlineData("Host: 192.168.1.5", 403)]
    [InlineData("Host:", 403)]
    [InlineData("Host: {own}|Origin: http://{own}", 200)]
    [InlineData("Host: {own}|Origin: https://evil.example", 403)]
    [InlineData("Host: {own}|Origin: http://localhost:3000", 403)]
    [InlineData("Host: {own}|Origin: https://{own}", 403)]
    [InlineData("Host: {own}|Origin: null", 403)]
    [InlineData("Host: {own}|Origin:", 403)]
    [InlineData("Host: {own}|Origin: chrome-extension://jfgfiigpkhlkbnfnbobbkinehhfdhndo", 403)]
    [InlineData("Host: {own}|Origin: http://{own}|Origin: https://evil.example", 403)]
    [InlineData("Host: evil.example|Origin: http://evil.example", 403)]
    [InlineData("Host: {own}|Sec-Fetch-Site: cross-site|Sec-Fetch-Mode: no-cors", 403)]
    [InlineData("Host: {own}|Sec-Fetch-Site: same-site|Sec-Fetch-Mode: cors", 403)]
    [InlineData("Host: {own}|Sec-Fetch-Site: cross-site|Sec-Fetch-Mode: navigate", 200)]
    [InlineData("Host: {own}|Sec-Fetch-Site: same-origin|Sec-Fetch-Mode: cors", 200)]
    [InlineData("Host: {own}|X-Forwarded-For: 203.0.113.7", 403)]
    [InlineData("Host: {own}|Forwarded: for=203.0.113.7", 403)]
    [InlineData("Host: {own}|CF-Connecting-IP: 203.0.113.7", 403)]
    [InlineData("Host: {own}|X-Envoy-External-Address: 203.0.113.7", 403)]
    public async Task Request_ToTheAdmin_IsOfThisMachineAndItsOwnPages(string headers, int status)
    {
        var lines = headers
            .Replace("{own}", AdminHost, StringComparison.Ordinal)
            .Replace("{port}", $"{_gateway.AdminUrl.Port}", StringComparison.Ordinal)
            .Split('|');
        var answer = await RawHttp.AskAsync(_gateway.AdminUrl, Backends, lines);
        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("Access-Control-", answer, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Cross-Origin-Resource-Policy: same-origin", answer, StringComparison.Ordinal);
        Assert.Equal(status == 200 ? null : "admin_refused", (string?)Body(answer)["error"]?["code"]);
    }

    [Theory]
    [InlineData("https://evil.example", 403)]
    [InlineData("http://localhost:3000", 403)]
    [InlineData("http://{own}", 405)]
    public async Task Preflight_IsNeverAnswered(string origin, int status)
    {
        var answer = await RawHttp.AskAsync(
            _gateway.AdminUrl, "OPTIONS /admin/v1/backends", $"Host: {AdminHost}",
            $"Origin: {origin.Replace("{own}", AdminHost, StringComparison.Ordinal)}",
            "Access-Control-Request-Method: GET", "Access-Control-Request-Private-Network: true");
        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("Access-Control-", answer, StringComparison.OrdinalIgnoreCase);
    }

    private static void Assert404(string answer)
    {
        Assert.StartsWith("HTTP/1.1 404 ", answer, StringComparison.Ordinal);
        Assert.Equal("unknown_url", (string?)Body(answer)["error"]!["code"]);
    }

    private static JsonNode Body(string answer) => JsonNode.Parse(answer[answer.IndexOf("\r\n\r\n", StringComparison.Ordinal)..])!;
}
