using System.Net.Http.Headers;
using System.Text;
using Gateway.Simulator.Scripts;
using Gateway.Surfaces;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Promises;

/// <summary>Bad input gets an error in OpenAI's shape that names the fault, and no backend hears of it.</summary>
public sealed class BadRequestsTests
{
    [Theory]
    [InlineData("", "invalid_json", null)]
    [InlineData("[]", "invalid_json", null)]
    [InlineData("""{"model":"Coder","messages":[{"role":"user","content":"x"}]""", "invalid_json", null)]
    [InlineData("""{"messages":[{"role":"user","content":"x"}]}""", "missing_required_parameter", "model")]
    [InlineData("""{"model":"Coder"}""", "missing_required_parameter", "messages")]
    [InlineData("""{"model":"Coder","messages":[]}""", "invalid_value", "messages")]
    [InlineData("""{"model":7,"messages":[{}]}""", "invalid_type", "model")]
    [InlineData("""{"model":"Coder","stream":"yes","messages":[{}]}""", "invalid_type", "stream")]
    [InlineData("""{"model":"Coder","model":"Math","messages":[{}]}""", "duplicate_key", "model")]
    public async Task Body_WithAFault_Is400NamingIt(string body, string code, string? param)
    {
        await using var rig = await Rig.StartAsync();
        using var response = await rig.SendAsync(body);
        var error = await response.ErrorAsync(400);
        Assert.Equal(code, (string?)error["code"]);
        Assert.Equal(param, (string?)error["param"]);
        Assert.Equal("invalid_request_error", (string?)error["type"]);
        Assert.Empty(rig.Ollama.Received);
    }

    [Fact]
    public async Task Body_ThatIsNotUtf8_Is400()
    {
        await using var rig = await Rig.StartAsync();
        using var content = new ByteArrayContent(
            [.. """{"model":"Coder","messages":[{"role":"user","content":"""u8, (byte)'"', 0xff, (byte)'"', .. "}]}"u8]);
        using var response = await rig.Client.PostAsync("/v1/chat/completions", content);
        Assert.Contains("UTF-8", (string?)(await response.ErrorAsync(400))["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_NestedTooDeep_Is400()
    {
        await using var rig = await Rig.StartAsync();
        var deep = new string('[', 70) + new string(']', 70);
        using var response = await rig.SendAsync($$"""{"model":"Coder","messages":[{"role":"user","content":"x"}],"z":{{deep}}}""");
        Assert.Equal("too_deep", (string?)(await response.ErrorAsync(400))["code"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Body_OverTheLimit_Is413(bool announced)
    {
        await using var rig = await Rig.StartAsync("limits: { bodySize: 4KiB }");
        using var content = new StreamContent(announced
            ? new MemoryStream(new byte[5000])
            : new Unannounced(new byte[5000]));
        using var response = await rig.Client.PostAsync("/v1/chat/completions", content);
        var error = await response.ErrorAsync(413);
        Assert.Equal("request_too_large", (string?)error["code"]);
        Assert.Contains("4096", (string?)error["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bodies_BeyondWhatMayBeHeld_Are503AndLaterServed()
    {
        await using var rig = await Rig.StartAsync("limits: { bodiesInFlight: 1MiB }");
        rig.Ollama.Script(Rig.LocalModel, new ModelScript { Hold = true });
        var large = new string('x', 600_000);
        var held = rig.SendAsync($$"""{"model":"Local","messages":[{"role":"user","content":"x"}],"metadata":"{{large}}"}""");
        await rig.Ollama.NextRequestAsync().WaitAsync(TimeSpan.FromSeconds(20));
        using var refused = await rig.SendAsync(
            $$"""{"model":"Cloud","messages":[{"role":"user","content":"x"}],"metadata":"{{large}}"}""");
        Assert.Equal("too_many_bodies", (string?)(await refused.ErrorAsync(503))["code"]);

        rig.Ollama.Release(Rig.LocalModel);
        (await held).Dispose();
        using var served = await rig.SendAsync($$"""{"model":"Cloud","messages":[{"role":"user","content":"x"}],"metadata":"{{large}}"}""");
        Assert.Equal(200, (int)served.StatusCode);
    }

    [Theory]
    [InlineData("text/plain", null)]
    [InlineData("application/x-www-form-urlencoded", null)]
    [InlineData("application/json", "gzip")]
    public async Task Body_OfAnotherType_Is415(string type, string? encoding)
    {
        await using var rig = await Rig.StartAsync();
        using var content = new StringContent("""{"model":"Coder","messages":[{"role":"user","content":"x"}]}""");
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        if (encoding is not null)
        {
            content.Headers.ContentEncoding.Add(encoding);
        }

        using var response = await rig.Client.PostAsync("/v1/chat/completions", content);
        Assert.Equal("unsupported_media_type", (string?)(await response.ErrorAsync(415))["code"]);
    }

    [Theory]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/problem+json")]
    [InlineData(null)]
    public async Task Body_OfJsonByAnyName_IsTaken(string? type)
    {
        await using var rig = await Rig.StartAsync();
        using var content = new ByteArrayContent(
            Encoding.UTF8.GetBytes("""{"model":"Coder","messages":[{"role":"user","content":"x"}]}"""));
        content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);
        using var response = await rig.Client.PostAsync("/v1/chat/completions", content);
        Assert.Equal(200, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("GET", "/v1/chat/completions", 405)]
    [InlineData("DELETE", "/v1/models", 405)]
    [InlineData("GET", "/v1/nothing", 404)]
    [InlineData("POST", "/", 405)]
    [InlineData("GET", "/nothing", 404)]
    [InlineData("POST", "/v1/responses", 404)]
    [InlineData("GET", "/index.html", 404)]
    public async Task Address_ThatIsNone_IsJsonNeverHtml(string method, string path, int status)
    {
        await using var rig = await Rig.StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await rig.Client.SendAsync(request);
        var error = await response.ErrorAsync(status);
        Assert.Contains(path, (string?)error["message"], StringComparison.Ordinal);
        Assert.True(response.Headers.Contains("x-request-id"));
    }

    [Fact]
    public async Task Address_ThatIsNone_IsToldAllThatAre()
    {
        await using var rig = await Rig.StartAsync();
        using var response = await rig.Client.GetAsync(new Uri("/v1/responses", UriKind.Relative));
        var message = (string?)(await response.ErrorAsync(404))["message"];
        Assert.All(SurfaceTable.All, s => Assert.Contains($" {s.Path}", message, StringComparison.Ordinal));
    }

    private sealed class Unannounced(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
