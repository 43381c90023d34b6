using System.Net;
using Gateway.Tests.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Gateway.Tests.Promises.Connections;

/// <summary>
/// Without keys, a gateway answers only to this machine's own names. A web page whose name was pointed at this machine reads nothing.
/// </summary>
public sealed class HostHeaderTests
{
    private const string SomeKey = "keys:\n  - { name: k, sha256: \"0000000000000000000000000000000000000000000000000000000000000000\" }";
    private static readonly string[] s_paths = [
        "GET /v1/models", "GET /v1/usage", "GET /v1/usage/limits", "GET /v1/models/x", "GET /", "GET /healthz", "OPTIONS /v1/models"
    ];

    [Theory]
    [InlineData("127.0.0.1:{port}")]
    [InlineData("127.0.0.1")]
    [InlineData("127.8.9.10:4000")]
    [InlineData("localhost:{port}")]
    [InlineData("LocalHost.")]
    [InlineData("localhost.:{port}")]
    [InlineData("tauri.localhost")]
    [InlineData("a.b.localhost:{port}")]
    [InlineData("[::1]:{port}")]
    [InlineData("[::1]")]
    [InlineData("[::ffff:127.0.0.1]:{port}")]
    [InlineData("host.docker.internal:{port}")]
    [InlineData("host.containers.internal")]
    public async Task Host_OfThisMachine_IsTaken(string host)
    {
        await using var gateway = TestGateway.Start("");
        Assert.StartsWith("HTTP/1.1 200 ", await AskAsync(gateway, "GET /v1/models", host), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("evil.example:{port}")]
    [InlineData("evil.example")]
    [InlineData("evil.example.:{port}")]
    [InlineData("localhost.evil.example:{port}")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("127.0.0.1.nip.io:{port}")]
    [InlineData("evillocalhost")]
    [InlineData("localhost.localdomain")]
    [InlineData("host.docker.internal.evil.example")]
    [InlineData("xn--localhost-.example")]
    [InlineData("loopback")]
    [InlineData("mybox:{port}")]
    [InlineData("0.0.0.0:{port}")]
    [InlineData("192.168.1.5:{port}")]
    [InlineData("[::2]:{port}")]
    [InlineData("[2001:db8::1]")]
    [InlineData("")]
    public async Task AnotherHost_IsRefused_AndToldTheWayOut(string host)
    {
        await using var gateway = TestGateway.Start("");
        foreach (var start in s_paths)
        {
            var answer = await AskAsync(gateway, start, host);
            Assert.StartsWith("HTTP/1.1 403 ", answer, StringComparison.Ordinal);
            Assert.Contains("\"code\":\"host_not_allowed\"", answer, StringComparison.Ordinal);
            Assert.Contains("cors.origins", answer, StringComparison.Ordinal);
            Assert.DoesNotContain("Access-Control", answer, StringComparison.OrdinalIgnoreCase);
        }
    }

    // The page's own host also stands in its Origin, which a browser adds to what is not a plain GET.
    [Fact]
    public async Task Host_AndOriginOfTheSamePage_OpenNothing()
    {
        await using var gateway = TestGateway.Start("");
        var answer = await RawHttp.AskAsync(
            gateway.Url, "GET /v1/models", "Host: evil.example", "Origin: http://evil.example", "Sec-Fetch-Site: same-origin");
        Assert.StartsWith("HTTP/1.1 403 ", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET http://evil.example/v1/models HTTP/1.1\r\nHost: evil.example\r\n", 403)]
    [InlineData("GET http://evil.example/v1/models HTTP/1.1\r\nHost: localhost\r\n", 400)]
    [InlineData("GET http://localhost/v1/models HTTP/1.1\r\nHost: localhost\r\n", 200)]
    [InlineData("GET /v1/models HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n", 400)]
    [InlineData("GET /v1/models HTTP/1.1\r\nHost: localhost, evil.example\r\n", 400)]
    [InlineData("GET /v1/models HTTP/1.1\r\nHost: localhost@evil.example\r\n", 400)]
    [InlineData("GET /v1/models HTTP/1.1\r\n", 400)]
    [InlineData("GET /v1/models HTTP/1.0\r\n", 200)]
    [InlineData("GET /v1/models HTTP/1.0\r\nHost: evil.example\r\n", 403)]
    public async Task Host_InEveryForm_IsLookedAt(string head, int status)
    {
        await using var gateway = TestGateway.Start("");
        Assert.StartsWith(
            $"HTTP/1.1 {status} ", await RawHttp.SendAsync(gateway.Url, head + "Connection: close\r\n\r\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost", 200)]
    [InlineData("evil.example", 403)]
    public async Task Authority_OfHttp2_IsLookedAt(string host, int status)
    {
        await using var gateway = TestGateway.Start(
            "", services: static services => services.Insert(0, ServiceDescriptor.Singleton<IConfigureOptions<KestrelServerOptions>>(
            new ConfigureOptions<KestrelServerOptions>(
                static kestrel => kestrel.ConfigureEndpointDefaults(static listen => listen.Protocols = HttpProtocols.Http2)))));
        using var request = new HttpRequestMessage(
            HttpMethod.Get, "/v1/models")
        { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        request.Headers.Host = host;
        using var response = await gateway.Client.SendAsync(request);
        Assert.Equal(status, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("evil.example", 403)]
    [InlineData("llm.example.org", 200)]
    [InlineData("llm.example.org:4000", 200)]
    public async Task Host_ThatTheOperatorNames_IsTaken(string host, int status)
    {
        await using var gateway = TestGateway.Start("cors: { origins: [ \"http://llm.example.org\" ] }");
        Assert.StartsWith($"HTTP/1.1 {status} ", await AskAsync(gateway, "GET /v1/models", host), StringComparison.Ordinal);
    }

    // It speaks of people on the network, not of pages: names that anyone could have bought are still nobody's to use.
    [Theory]
    [InlineData("192.168.1.5:{port}", 200)]
    [InlineData("[2001:db8::1]", 200)]
    [InlineData("mybox:{port}", 200)]
    [InlineData("mybox.local", 200)]
    [InlineData("gateway.lan.", 200)]
    [InlineData("gateway.default.svc.cluster.local", 200)]
    [InlineData("localhost", 200)]
    [InlineData("evil.example", 403)]
    [InlineData("lan.evil.example", 403)]
    [InlineData("", 403)]
    public async Task Anonymous_IsForPeopleOnTheNetwork(string host, int status)
    {
        await using var gateway = TestGateway.Start("anonymous: true");
        Assert.StartsWith($"HTTP/1.1 {status} ", await AskAsync(gateway, "GET /v1/models", host), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithKeys_EveryHostIsTaken_AndTheKeyDecides()
    {
        await using var gateway = TestGateway.Start(SomeKey);
        Assert.StartsWith("HTTP/1.1 401 ", await AskAsync(gateway, "GET /v1/models", "llm.example.org"), StringComparison.Ordinal);
    }

    private static Task<string> AskAsync(TestGateway gateway, string start, string host) =>
        RawHttp.AskAsync(gateway.Url, start, $"Host: {host.Replace("{port}", $"{gateway.Url.Port}", StringComparison.Ordinal)}");
}
