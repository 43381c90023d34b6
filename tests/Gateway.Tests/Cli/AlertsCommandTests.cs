using Gateway.Tests.Alerts;
using Gateway.Tests.Hosting;

namespace Gateway.Tests.Cli;

/// <summary>'gateway alerts test' prints each receiver's word, through the proxy that the environment names.</summary>
public sealed class AlertsCommandTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-alerts-cli-").FullName;
    private readonly SecretFiles _files = new();
    private ChatBots _bots = null!;

    public async ValueTask InitializeAsync() => _bots = await ChatBots.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _bots.DisposeAsync();
        _files.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Test_PrintsTheWordOfEachTarget_AndFailsIfOneDoesNotTakeIt()
    {
        await WriteAsync(
            "{ name: ops, kind: feishu, url: { env: BOT }, secret: { env: SECRET } }",
            $"{{ name: wrong, kind: dingtalk, url: {{ file: \"{_files.Path(_bots.DingTalk)}\" }}, secret: {{ env: SECRET }} }}",
            "{ name: unset, kind: slack, url: { env: NOT_SET } }");
        var all = await RunAsync("gateway alerts test --config gateway.yaml");
        Assert.Equal(1, all.Exit);
        Assert.Equal(
            [
                "TARGET  KIND      TAKEN  ITS WORD",
                "ops     feishu    yes    code 0: success",
                "wrong   dingtalk  no     errcode 310000: sign not match",
                "unset   slack     no     it cannot be sent: the environment variable NOT_SET is not set",
            ],
            all.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static l => l.TrimEnd()));

        var one = await RunAsync("gateway alerts test OPS --config gateway.yaml");
        Assert.Equal((0, 2), (one.Exit, _bots.Taken.Count));
        Assert.DoesNotContain(ChatBots.Token, all.Output + all.Error + one.Output, StringComparison.Ordinal);
        (await RunAsync("gateway alerts test ups --config gateway.yaml")).FailedWith(
            "\"ups\" is no target of alerts. Did you mean \"ops\"?");
    }

    [Fact]
    public async Task Test_GoesThroughTheProxyOfTheEnvironment_AndNotForThisMachine()
    {
        const string Host = "open.bots.example";
        await using var proxy = new TunnelProxy(Host, new Uri(_bots.Feishu));
        var trusted = Path.Combine(_folder, "trusted.pem");
        await File.WriteAllTextAsync(trusted, proxy.Pem);
        var outside = new UriBuilder(_bots.Feishu) { Scheme = "https", Host = Host, Port = -1 }.Uri.AbsoluteUri;
        await WriteAsync(
            "{ name: outside, kind: feishu, url: { env: OUTSIDE }, secret: { env: SECRET } }",
            "{ name: here, kind: feishu, url: { env: BOT }, secret: { env: SECRET } }");
        var result = await RunAsync(
            "gateway alerts test --config gateway.yaml", ("OUTSIDE", outside), ("HTTPS_PROXY", proxy.Address),
            ("HTTP_PROXY", "http://127.0.0.1:1"), ("SSL_CERT_FILE", trusted), ("NO_PROXY", null), ("no_proxy", null), ("https_proxy", null),
            ("http_proxy", null));
        Assert.True(result.Exit == 0, $"{result}");
        Assert.Equal(2, _bots.Taken.Count);
        Assert.Equal([$"CONNECT {Host}:443 HTTP/1.1"], proxy.Calls);
    }

    [Fact]
    public async Task Alerts_OfARunningGateway_ArePrinted_AndItSendsTheTestItself()
    {
        await using var gateway = TestGateway.Start(
            $$"""
            storage: { provider: none }
            backends: [ { name: b, provider: openai, url: "http://127.0.0.1:1" } ]
            alerts: { after: 0s, targets: [ { name: ops, kind: slack, url: { file: "{{_files.Path(_bots.Slack)}}" } } ] }
            """);
        await WaitUntil.TrueAsync(() => _bots.Taken.Count == 1);
        await gateway.Log.WaitForAsync("Target ops of alerts took 1");
        var url = gateway.AdminUrl.OriginalString;
        var list = await RunAsync($"gateway alerts --url {url}");
        Assert.Equal(0, list.Exit);
        Assert.Matches(@"(?m)^backend +b +raised +\S+ +1 +ops: raised *$", list.Output);
        Assert.Matches(@"(?m)^ops +slack +takes +0 +ok *$", list.Output);
        var test = await RunAsync($"gateway alerts test ops --url {url}");
        Assert.Equal((0, 2), (test.Exit, _bots.Taken.Count));
    }

    private Task WriteAsync(params string[] targets) => File.WriteAllTextAsync(
        Path.Combine(_folder, "gateway.yaml"), $"alerts:\n  targets:\n{string.Concat(targets.Select(static t => $"    - {t}\n"))}");

    private Task<ShellResult> RunAsync(string line, params (string Name, string? Value)[] more) =>
        Shell.RunAsync(_folder, line, [.. more, ("BOT", _bots.Feishu), ("SECRET", ChatBots.FeishuSecret)]);
}
