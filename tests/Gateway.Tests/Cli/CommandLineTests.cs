using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Gateway.Configuration;
using Gateway.Configuration.Loading;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Cli;

/// <summary>The program, started as its users start it.</summary>
public sealed partial class CommandLineTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-cli-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Demo_PrintsACallThatStreams()
    {
        var port = GatewayProcess.FreePort();
        await using var demo = GatewayProcess.Start(_folder, "demo", "--port", $"{port}");
        await demo.WaitForAsync("Ctrl+C ends it.");
        Assert.Contains("SIMULATED", demo.Output, StringComparison.Ordinal);

        var call = CurlLine().Match(demo.Output);
        Assert.True(call.Success, demo.Output);
        using var client = new HttpClient();
        using var content = new StringContent(call.Groups["body"].Value, null, "application/json");
        using var response = await client.PostAsync(new Uri(call.Groups["url"].Value), content);
        var stream = new Sse(await response.Content.ReadAsStringAsync()).Whole();
        Assert.StartsWith("[simulated]", stream.Content, StringComparison.Ordinal);

        demo.Terminate();
        Assert.Equal(0, await demo.ExitAsync());
    }

    [Fact]
    public async Task Sigterm_InTheMiddleOfAStream_LetsItFinish()
    {
        var port = GatewayProcess.FreePort();
        await using var demo = GatewayProcess.Start(_folder, "demo", "--port", $"{port}");
        await demo.WaitForAsync("Ctrl+C ends it.");
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{port}/v1/chat/completions");
        request.Content = new StringContent(
            """{"model":"Coder","stream":true,"messages":[{"role":"user","content":"hi"}],"simulate":{"words":60}}""", null,
            "application/json");
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        demo.Terminate();

        new Sse(await response.Content.ReadAsStringAsync()).Whole();
        Assert.Equal(0, await demo.ExitAsync());
    }

    [Fact]
    public async Task EveryTag_OfTheDemo_IsAnswered()
    {
        var port = GatewayProcess.FreePort();
        await using var demo = GatewayProcess.Start(_folder, "demo", "--port", $"{port}");
        await demo.WaitForAsync("Ctrl+C ends it.");
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        var answers = new[] { "Chat", "Coder", "Math", "Reasoning", "Vision", "Tools", "FIM", "编程" }.Select(async tag =>
        {
            using var content = new StringContent(
                $$"""{"model":"{{tag}}","max_tokens":3,"messages":[{"role":"user","content":"hi"}]}""", null, "application/json");
            using var response = await client.PostAsync("/v1/chat/completions", content);
            return (tag: $"{tag}: {await response.Content.ReadAsStringAsync()}", Status: (int)response.StatusCode);
        });
        Assert.All(await Task.WhenAll(answers), a => Assert.True(a.Status == 200, a.tag));
    }

    [Fact]
    public async Task Gateway_WithNothingConfiguredAndNothingThere_StartsAndSaysWhatIsMissing()
    {
        // The default address may be taken on this machine, so the configuration that is built in is given one that is free.
        var port = GatewayProcess.FreePort();
        var config = new ConfigLocation(null).Read()
            .Replace("127.0.0.1:4000 ", $"127.0.0.1:{port} ", StringComparison.Ordinal)
            .Replace("# admin: http://127.0.0.1:4001", "admin: http://127.0.0.1:0", StringComparison.Ordinal)
            .Replace("127.0.0.1:11434", $"127.0.0.1:{GatewayProcess.FreePort()}", StringComparison.Ordinal);
        Directory.CreateDirectory(Path.Combine(_folder, "config"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "config/gateway.yaml"), config);
        await using var gateway = GatewayProcess.Start(_folder, new Dictionary<string, string?> { ["SILICONFLOW_API_KEY"] = "" });
        await gateway.WaitForAsync("Application started");
        await gateway.WaitForAsync("No backend can answer");

        using var client = new HttpClient();
        using var content = new StringContent(
            """{"model":"Coder","messages":[{"role":"user","content":"hi"}]}""", null, "application/json");
        using var response = await client.PostAsync(new Uri($"http://127.0.0.1:{port}/v1/chat/completions"), content);
        var message = (string)(await response.ErrorAsync(503))["message"]!;
        Assert.Contains("ollama serve", message, StringComparison.Ordinal);
        Assert.Contains("SILICONFLOW_API_KEY is not set", message, StringComparison.Ordinal);
        Assert.Contains(message, gateway.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task KeysNew_PrintsAKeyAndTheEntryThatTakesIt()
    {
        await using var keys = GatewayProcess.Start(_folder, "keys", "new", "alice", "--team", "the \"A\" team");
        Assert.Equal(0, await keys.ExitAsync());
        await keys.WaitForAsync("sha256");
        var key = NewKey().Match(keys.Output).Value;
        var entry = keys.Output.Split('\n').Single(l => l.Contains("sha256", StringComparison.Ordinal));

        var config = ConfigLoader.Load("keys:\n" + entry).Config;
        Assert.Equal("alice", config!.Keys[0].Name);
        Assert.Equal("the \"A\" team", config.Keys[0].Team);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))), config.Keys[0].Sha256);
        // 256 random bits, in base64.
        Assert.Equal(43, key.Split('-', 4)[3].Length);
    }

    [Fact]
    public async Task ConfigCheck_OfABadFile_NamesEveryMistakeAndFails()
    {
        var file = Path.Combine(_folder, "bad.yaml");
        await File.WriteAllTextAsync(file, "backends:\n  - name: a\n    provider: olama\nroute: 1\n");
        await using var check = GatewayProcess.Start(_folder, "config", "check", "--config", file);
        Assert.Equal(1, await check.ExitAsync());
        await check.WaitForAsync("bad.yaml:4: route: is no key here. Did you mean \"routes\"?");
        Assert.Contains("bad.yaml:3: backends[0].provider:", check.Output, StringComparison.Ordinal);
        Assert.Contains("bad.yaml:2: backends[0].url: is missing.", check.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Environment_DoesNotMoveTheListener()
    {
        var (port, admin, other) = (GatewayProcess.FreePort(), GatewayProcess.FreePort(), GatewayProcess.FreePort());
        var file = Path.Combine(_folder, "gateway.yaml");
        await File.WriteAllTextAsync(file, $"listen: {{ data: \"http://127.0.0.1:{port}\", admin: \"http://127.0.0.1:{admin}\" }}\n");
        await using var gateway = GatewayProcess.Start(_folder, new Dictionary<string, string?>
        {
            ["GATEWAY_CONFIG"] = file,
            ["Kestrel__Endpoints__Other__Url"] = $"http://0.0.0.0:{other}",
            ["ASPNETCORE_URLS"] = $"http://0.0.0.0:{other}",
            ["ASPNETCORE_HTTP_PORTS"] = $"{other}",
            ["ASPNETCORE_HTTPS_PORTS"] = $"{other}",
        });
        await gateway.WaitForAsync("Application started");
        Assert.Contains($"Now listening on: http://127.0.0.1:{port}", gateway.Output, StringComparison.Ordinal);
        Assert.Contains($"Now listening on: http://127.0.0.1:{admin}", gateway.Output, StringComparison.Ordinal);
        Assert.Equal(2, gateway.Output.Split("Now listening on").Length - 1);
    }

    [Theory]
    [InlineData("data", "admin")]
    [InlineData("admin", "data")]
    public async Task Address_ThatIsTaken_IsNamedByItsKey(string taken, string other)
    {
        using var holder = new TcpListener(IPAddress.Loopback, 0);
        holder.Start();
        var file = Path.Combine(_folder, "gateway.yaml");
        await File.WriteAllTextAsync(
            file,
            $"listen: {{ {taken}: \"http://127.0.0.1:{((IPEndPoint)holder.LocalEndpoint).Port}\", {other}: \"http://127.0.0.1:0\" }}\n");
        await using var gateway = GatewayProcess.Start(_folder, "--config", file);
        Assert.Equal(1, await gateway.ExitAsync());
        await gateway.WaitForAsync($"Choose another port under listen.{taken}.");
    }

    [Theory]
    [InlineData("serv", "'serv' is no command", 2)]
    [InlineData("--confg=bad.yaml", "'--confg=bad.yaml' is no command", 2)]
    [InlineData("demo --prot=5", "'--prot=5' is no command", 2)]
    [InlineData("config check file.yaml", "'file.yaml' is no command", 2)]
    [InlineData("keys new a --tema x", "'--tema' is no command", 2)]
    [InlineData("--config=/nowhere/gateway.yaml", "cannot be read", 1)]
    public async Task Start_WithAMistake_SaysItAndFails(string argument, string words, int exit)
    {
        await using var gateway = GatewayProcess.Start(_folder, argument.Split(' '));
        Assert.Equal(exit, await gateway.ExitAsync());
        await gateway.WaitForAsync(words);
    }

    [GeneratedRegex("curl -N (?<url>\\S+) -H 'content-type: application/json' -d '(?<body>[^']+)'")]
    private static partial Regex CurlLine();

    [GeneratedRegex("sk-gw-[0-9a-f]{8}-[A-Za-z0-9_-]+")]
    private static partial Regex NewKey();
}
