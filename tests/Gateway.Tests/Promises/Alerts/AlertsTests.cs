using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Gateway.Simulator;
using Gateway.Simulator.Options;
using Gateway.Simulator.Scripts;
using Gateway.Tests.Alerts;
using Gateway.Tests.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Promises.Alerts;

/// <summary>
/// What needs a person is told to the groups that are to hear it, in their language, and so is its end. No request waits for it.
/// </summary>
public sealed class AlertsTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 12, 1, 4, 0, 0, TimeSpan.Zero));
    private readonly SecretFiles _files = new();
    private ChatBots _bots = null!;

    public async ValueTask InitializeAsync() => _bots = await ChatBots.StartAsync(_time);

    public async ValueTask DisposeAsync()
    {
        await _bots.DisposeAsync();
        _files.Dispose();
    }

    [Fact]
    public async Task Backend_ThatGoesAway_IsToldWithItsTags_AndThatItIsBack_InTheLanguageOfTheTarget()
    {
        var port = LedgerStorm.LastingPort();
        var backend = await HeldBackend.StartAsync(port);
        await using var gateway = TestGateway.Start($$"""
            storage: { provider: none }
            resilience: { retries: 0 }
            backends: [ { name: b, provider: openai, url: "http://127.0.0.1:{{port}}" } ]
            routes: [ { name: Any, candidates: [ { backend: b, model: m } ] } ]
            {{Alerts(Feishu("zh"), Slack)}}
            """, _time);
        await ServeAsync(gateway, backend);
        await backend.DisposeAsync();
        using (var refused = await AskAsync(gateway))
        {
            Assert.Equal(503, (int)refused.StatusCode);
        }

        // It may come back by itself, and is no news for half a minute.
        await PassAsync(25);
        Assert.Empty(_bots.Taken);
        await UntilAsync(() => _bots.Taken.Count == 2);
        var said = Assert.Single(_bots.TakenBy("feishu"));
        Assert.StartsWith("[网关] 告警：后端 b 不可用\n原因：", said, StringComparison.Ordinal);
        Assert.Contains("\n\n[网关] 告警：Any 没有可用的候选模型\n", said, StringComparison.Ordinal);
        Assert.Contains(
            "[Gateway] Alert: Any has no candidate that can take a request\n", _bots.TakenBy("slack")[0], StringComparison.Ordinal);

        await using var again = await HeldBackend.StartAsync(port);
        await ServeAsync(gateway, again);
        await UntilAsync(() => _bots.Taken.Count == 4);
        Assert.StartsWith("[网关] 恢复：", _bots.TakenBy("feishu")[1], StringComparison.Ordinal);
        Assert.Equal(
            ["Any has a candidate again", "Chat has a candidate again", "backend b can be used again"],
            _bots.TakenBy("slack")[1].Split("[Gateway] Over: ").Skip(1).Select(static t => t.Split('\n')[0]).Order(StringComparer.Ordinal));
        await PassAsync(60);
        Assert.Equal((4, 0), (_bots.Taken.Count, _bots.Refused.Count));
    }

    [Fact]
    public async Task Account_ThatIsEmpty_IsToldAtOnce_NoRequestWaits_AndThatItPaysAgainIsTold()
    {
        await using var rig = await Rig.StartAsync(Alerts(Feishu("en")), time: _time);
        var hangs = new TaskCompletionSource();
        _bots.Hangs = hangs.Task;
        rig.Cloud.Script(Rig.CloudModel, new ModelScript { Error = "noBalance403" });
        using (var first = await rig.ChatAsync("Cloud"))
        {
            Assert.Equal(402, (int)first.StatusCode);
        }

        await UntilAsync(() => rig.Gateway.Log.Lines.Any(
            static l => l.Contains("the account of backend cloud is empty", StringComparison.Ordinal)));
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < 20; i++)
        {
            using var other = await rig.ChatAsync("Local");
            Assert.Equal(200, (int)other.StatusCode);
        }

        // The bot answers nobody, and would be left after ten seconds.
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(9));
        hangs.SetResult();
        await UntilAsync(() => _bots.Taken.Count == 1);
        Assert.StartsWith(
            "[Gateway] Alert: the account of backend cloud is empty\nreason: 403, 30001\nsince: 2026-12-01 04:00 UTC",
            _bots.TakenBy("feishu")[0], StringComparison.Ordinal);

        rig.Cloud.Script(Rig.CloudModel, new ModelScript());
        _time.Advance(TimeSpan.FromSeconds(61));
        using (var paid = await rig.ChatAsync("Cloud"))
        {
            Assert.Equal(200, (int)paid.StatusCode);
        }

        await UntilAsync(() => _bots.TakenBy("feishu").Any(
            static t => t.Contains("[Gateway] Over: the account of backend cloud pays again\n", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Credential_ThatIsRefused_IsToldAsSuch_WithoutTheCredential()
    {
        await using var backend = await SimulatedBackend.StartAsync(
            new SimulatorOptions { Personality = Personality.SiliconFlow, ApiKey = "sk-the-right-key-0123456789" });
        var key = _files.Path("sk-the-wrong-key-0123456789");
        await using var gateway = TestGateway.Start($$"""
            storage: { provider: none }
            backends: [ { name: cloud, provider: siliconflow, url: "{{backend.Url}}v1", local: false, credential: { file: "{{key}}" } } ]
            {{Alerts(Feishu("en"))}}
            """, _time);
        await UntilAsync(() => _bots.Taken.Count == 1);
        var said = _bots.TakenBy("feishu")[0];
        Assert.StartsWith("[Gateway] Alert: backend cloud refuses the gateway's credential\n", said, StringComparison.Ordinal);
        Assert.DoesNotContain("sk-the", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Budget_ThatOpensAgainWithItsDay_IsToldAsOver()
    {
        // The day ends at midnight in Shanghai, five minutes later.
        _time.SetUtcNow(new DateTimeOffset(2026, 12, 1, 15, 55, 0, TimeSpan.Zero));
        await using var rig = await Rig.StartAsync(
            "quotas: { policies: [ { per: everyone, tokensPerDay: 1000 } ] }\n" + Alerts(Feishu("en")), time: _time);
        rig.Ollama.Script(Rig.LocalModel, new ModelScript { Words = 830 });
        Assert.Equal(200, (await rig.AskAsync("Local", maxTokens: 900)).Status);
        await UntilAsync(() => _bots.Taken.Count == 1);
        Assert.StartsWith(
            "[Gateway] Alert: 80 % of a budget are used: everyone\npercent: 80\nlimit: tokens_per_day\nat most: 1000\nused: ",
            _bots.TakenBy("feishu")[0], StringComparison.Ordinal);
        Assert.Equal(402, (await rig.AskAsync("Local", maxTokens: 900)).Status);
        await UntilAsync(() => _bots.Taken.Count == 2);

        _time.Advance(TimeSpan.FromMinutes(5));
        await UntilAsync(() => _bots.Taken.Count == 3);
        Assert.StartsWith("[Gateway] Over: the budget is open again: everyone\n", _bots.TakenBy("feishu")[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Target_ThatTheFileNamesWhileTheGatewayRuns_IsToldWhatLasts_AndAdminsSeeIt()
    {
        await using var gateway = TestGateway.Start(
            "storage: { provider: none }\nbackends: [ { name: b, provider: openai, url: \"http://127.0.0.1:1\" } ]\n", _time);
        await UntilAsync(() => gateway.Log.Lines.Any(static l => l.Contains("backend b cannot be used", StringComparison.Ordinal)));
        using var admin = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = gateway.AdminUrl };
        var before = await admin.GetFromJsonAsync<JsonNode>("/admin/v1/alerts");
        Assert.Equal(("backend", "b", "raised"), Row(before!["data"]![0]!));
        Assert.Empty(before["targets"]!.AsArray());

        var text = await File.ReadAllTextAsync(gateway.ConfigPath);
        await File.WriteAllTextAsync(gateway.ConfigPath, text + Alerts(Feishu("en"), Slack));
        await UntilAsync(() => _bots.Taken.Count == 2);
        await UntilAsync(async () => (string?)(await AlertsAsync())["targets"]![1]!["state"] == "takes");
        var after = await AlertsAsync();
        Assert.Equal(
            ["feishu: raised", "slack: raised"],
            after["data"]![0]!["told"]!.AsArray().Select(static t => $"{t!["target"]}: {t["state"]}").Order(StringComparer.Ordinal));
        Assert.Equal(("feishu", "feishu", "takes", 0, "code 0: success"), Target(after["targets"]![0]!));
        Assert.DoesNotContain(ChatBots.Token, after.ToJsonString(), StringComparison.Ordinal);

        _bots.Instead["slack"] = "no_service";
        using var response = await admin.PostAsync(new Uri("/admin/v1/alerts/test", UriKind.Relative), null);
        var tested = (await response.Content.ReadFromJsonAsync<JsonNode>())!["data"]!.AsArray();
        Assert.Equal(
            ["feishu True code 0: success", "slack False no_service"],
            tested.Select(static t => $"{t!["target"]} {(bool)t["taken"]!} {t["word"]}"));
        using var one = await admin.PostAsync(new Uri("/admin/v1/alerts/test?target=Slack", UriKind.Relative), null);
        Assert.Single((await one.Content.ReadFromJsonAsync<JsonNode>())!["data"]!.AsArray());
        using var none = await admin.PostAsync(new Uri("/admin/v1/alerts/test?target=slak", UriKind.Relative), null);
        Assert.Contains("Did you mean \\\"slack\\\"?", await none.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        async Task<JsonNode> AlertsAsync() => (await admin.GetFromJsonAsync<JsonNode>("/admin/v1/alerts"))!;
    }

    private static (string, string, string) Row(JsonNode alert) =>
        ((string)alert["kind"]!, (string)alert["about"]!, (string)alert["state"]!);

    private static (string, string, string, int, string) Target(JsonNode target) => (
        (string)target["name"]!, (string)target["kind"]!, (string)target["state"]!, (int)target["waiting"]!, (string)target["lastWord"]!);

    private static string Alerts(params string[] targets) => $"alerts: {{ targets: [ {string.Join(", ", targets)} ] }}\n";

    private static async Task ServeAsync(TestGateway gateway, HeldBackend backend)
    {
        var asked = AskAsync(gateway);
        (await backend.NextAsync()).Serve();
        using var response = await asked;
        Assert.Equal(200, (int)response.StatusCode);
    }

    private static async Task<HttpResponseMessage> AskAsync(TestGateway gateway)
    {
        using var content = new StringContent("""{"model":"Any","messages":[{"role":"user","content":"x"}]}""", null, "application/json");
        return await gateway.Client.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), content);
    }

    private string Feishu(string language) =>
        $"{{ name: feishu, kind: feishu, url: {{ file: \"{_files.Path(_bots.Feishu)}\" }}, "
        + $"secret: {{ file: \"{_files.Path(ChatBots.FeishuSecret)}\" }}, language: {language} }}";

    private string Slack => $"{{ name: slack, kind: slack, url: {{ file: \"{_files.Path(_bots.Slack)}\" }} }}";

    private async Task PassAsync(int seconds)
    {
        for (var i = 0; i < seconds; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
    }

    private Task UntilAsync(Func<bool> isSo) => UntilAsync(() => Task.FromResult(isSo()));

    private Task UntilAsync(Func<Task<bool>> isSo) => WaitUntil.TrueAsync(async () =>
    {
        if (await isSo())
        {
            return true;
        }

        _time.Advance(TimeSpan.FromSeconds(1));
        return false;
    });
}
