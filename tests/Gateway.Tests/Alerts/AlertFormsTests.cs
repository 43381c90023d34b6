using System.Text.Json.Nodes;
using Gateway.Alerts;
using Gateway.Alerts.Events;
using Gateway.Alerts.Targets;
using Gateway.Configuration;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Alerts;

/// <summary>Each kind of target is written to in its own form and with its own signature, and only its own word counts.</summary>
public sealed class AlertFormsTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 12, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly SecretFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Message_OfEachKind_IsTaken_InItsLanguage()
    {
        await using var bots = await ChatBots.StartAsync(_time);
        using var sender = new AlertSender(_time);
        foreach (var target in _files.All(bots))
        {
            var verdict = await sender.TestAsync(target, default);
            Assert.True(verdict.IsTaken, $"{target.Name}: {verdict.Word}");
        }

        Assert.Equal(
            [("feishu", "[Gateway] Test: alerts arrive here."), ("dingtalk", "[Gateway] Test: alerts arrive here."),
                ("wecom", "[网关] 测试：告警可以送达此处。"), ("slack", "[Gateway] Test: alerts arrive here.")],
            bots.Taken);
        Assert.Empty(bots.Refused);
    }

    [Theory]
    [InlineData("feishu", "wrong", "code 19021: sign match fail or timestamp is not within one hour from current time")]
    [InlineData("feishu", null, "code 19021: sign match fail or timestamp is not within one hour from current time")]
    [InlineData("dingtalk", "wrong", "errcode 310000: sign not match")]
    [InlineData("dingtalk", null, "errcode 310000: invalid timestamp")]
    public async Task Message_SignedWrongly_IsNotTaken_ThoughTheStatusIs200(string bot, string? secret, string word)
    {
        await using var bots = await ChatBots.StartAsync(_time);
        using var sender = new AlertSender(_time);
        var target = bot == "feishu"
            ? _files.Target(AlertTargetKind.Feishu, bots.Feishu, secret)
            : _files.Target(AlertTargetKind.DingTalk, bots.DingTalk, secret);
        Assert.Equal(new AlertVerdict(false, word), await sender.TestAsync(target, default));
        Assert.Empty(bots.Taken);
    }

    [Theory]
    [InlineData(59, true)]
    [InlineData(61, false)]
    [InlineData(-61, false)]
    public async Task Message_OfAClockThatIsWrong_IsNotTakenBeyondAnHour(int minutes, bool isTaken)
    {
        await using var bots = await ChatBots.StartAsync(_time);
        using var sender = new AlertSender(new FakeTimeProvider(_time.GetUtcNow().AddMinutes(minutes)));
        Assert.Equal(isTaken, (await sender.TestAsync(_files.Feishu(bots), default)).IsTaken);
        Assert.Equal(isTaken, (await sender.TestAsync(_files.DingTalk(bots), default)).IsTaken);
    }

    [Theory]
    [InlineData(nameof(AlertTargetKind.Feishu), "19001")]
    [InlineData(nameof(AlertTargetKind.DingTalk), "300001")]
    [InlineData(nameof(AlertTargetKind.WeCom), "93000")]
    [InlineData(nameof(AlertTargetKind.Slack), "no_service")]
    public async Task Message_ToAnAddressThatIsNone_IsNotTaken(string kind, string word)
    {
        await using var bots = await ChatBots.StartAsync(_time);
        using var sender = new AlertSender(_time);
        var known = new[] { bots.Feishu, bots.DingTalk, bots.WeCom, bots.Slack }[(int)Kind(kind)];
        var url = known.Replace(ChatBots.Token, "another", StringComparison.Ordinal);
        var verdict = await sender.TestAsync(_files.Target(Kind(kind), url), default);
        Assert.False(verdict.IsTaken);
        Assert.Contains(word, verdict.Word, StringComparison.Ordinal);
    }

    // Made by the sample code of each documentation, in Python.
    [Fact]
    public async Task Signature_IsTheOneOfTheDocumentation()
    {
        using var feishu = AlertForm.Of(AlertTargetKind.Feishu).RequestOf(
            new Uri("https://open.feishu.cn/x"), "demo secret", new AlertMessage("x", 0), DateTimeOffset.FromUnixTimeSeconds(1599360473));
        var body = JsonNode.Parse(await feishu.Content!.ReadAsStringAsync())!;
        Assert.Equal(("1599360473", "4OB1tNwrCa7wo7BbZnRkKWc7lI6ScctwyIwCoO67xFQ="), ((string?)body["timestamp"], (string?)body["sign"]));

        using var dingTalk = AlertForm.Of(AlertTargetKind.DingTalk).RequestOf(
            new Uri("https://oapi.dingtalk.com/robot/send?access_token=t"), "SECdemo", new AlertMessage("x", 0),
            DateTimeOffset.FromUnixTimeMilliseconds(1599360473123));
        Assert.Equal(
            "https://oapi.dingtalk.com/robot/send?access_token=t&timestamp=1599360473123"
            + "&sign=1HQs9f3cSAHzovKqY78he1KVa4lpHx38oe3kOWE08vc%3D",
            dingTalk.RequestUri!.AbsoluteUri);
    }

    [Theory]
    [InlineData(nameof(AlertTargetKind.Feishu), 200, """{"code":0,"msg":"success"}""", true)]
    [InlineData(nameof(AlertTargetKind.Feishu), 200, """{"StatusCode":0,"StatusMessage":"success"}""", false)]
    [InlineData(nameof(AlertTargetKind.Feishu), 200, """{"code":"0"}""", false)]
    [InlineData(nameof(AlertTargetKind.Feishu), 200, """{"code":9499,"msg":"Bad Request"}""", false)]
    [InlineData(nameof(AlertTargetKind.Feishu), 500, """{"code":0}""", false)]
    [InlineData(nameof(AlertTargetKind.DingTalk), 200, """{"errcode":0,"errmsg":"ok"}""", true)]
    [InlineData(nameof(AlertTargetKind.DingTalk), 200, """{"errcode":310000,"errmsg":"keywords not in content"}""", false)]
    [InlineData(nameof(AlertTargetKind.WeCom), 200, """{"errcode":0,"errmsg":"ok"}""", true)]
    [InlineData(nameof(AlertTargetKind.WeCom), 200, """{"errcode":-1,"errmsg":"system busy"}""", false)]
    [InlineData(nameof(AlertTargetKind.WeCom), 200, "<html>sign in</html>", false)]
    [InlineData(nameof(AlertTargetKind.WeCom), 200, "", false)]
    [InlineData(nameof(AlertTargetKind.WeCom), 302, "", false)]
    [InlineData(nameof(AlertTargetKind.Slack), 200, "ok", true)]
    [InlineData(nameof(AlertTargetKind.Slack), 200, "no_text", false)]
    [InlineData(nameof(AlertTargetKind.Slack), 200, "<html>ok</html>", false)]
    [InlineData(nameof(AlertTargetKind.Slack), 410, "channel_is_archived", false)]
    [InlineData(nameof(AlertTargetKind.Webhook), 204, "", true)]
    [InlineData(nameof(AlertTargetKind.Webhook), 200, "thanks", true)]
    [InlineData(nameof(AlertTargetKind.Webhook), 200, """{"ok":true}""", true)]
    [InlineData(nameof(AlertTargetKind.Webhook), 200, """{"ok":false}""", false)]
    [InlineData(nameof(AlertTargetKind.Webhook), 200, """{"errcode":310000}""", false)]
    [InlineData(nameof(AlertTargetKind.Webhook), 200, "<!doctype html>", false)]
    [InlineData(nameof(AlertTargetKind.Webhook), 500, "", false)]
    public void Answer_CountsByTheWordInIt(string kind, int status, string answer, bool isTaken) =>
        Assert.Equal(isTaken, AlertForm.Of(Kind(kind)).Judge(status, answer, null).IsTaken);

    [Theory]
    [InlineData(nameof(AlertTargetKind.DingTalk), """{"errcode":130101,"errmsg":"send too fast, exceed 20 times per minute"}""", 600)]
    [InlineData(nameof(AlertTargetKind.WeCom), """{"errcode":45009,"errmsg":"api freq out of limit"}""", 60)]
    [InlineData(nameof(AlertTargetKind.Feishu), """{"code":9499,"msg":"too many request"}""", 60)]
    [InlineData(nameof(AlertTargetKind.Feishu), """{"code":11232,"msg":"create message trigger system rate limit"}""", 60)]
    public void Refusal_OfTooMany_SaysHowLongToWait(string kind, string answer, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), AlertForm.Of(Kind(kind)).Judge(200, answer, null).RetryAfter);

    [Fact]
    public async Task Secrets_ThatABotRepeats_AreNotInItsWord()
    {
        await using var bots = await ChatBots.StartAsync(_time);
        using var sender = new AlertSender(_time);
        bots.Instead["dingtalk"] =
            $$"""{"errcode":1,"errmsg":"{{ChatBots.Token}} {{ChatBots.DingTalkSecret}} {{bots.DingTalk}} is wrong"}""";
        var verdict = await sender.TestAsync(_files.DingTalk(bots), default);
        Assert.Equal("errcode 1: [redacted] [redacted] [redacted] is wrong", verdict.Word);

        // Nor in the words for what is not there.
        var away = await sender.TestAsync(
            _files.Target(AlertTargetKind.WeCom, $"http://127.0.0.1:1/cgi-bin/webhook/send?key={ChatBots.Token}"), default);
        Assert.Equal(new AlertVerdict(false, "it cannot be reached (ConnectionError)"), away);
        var none = await sender.TestAsync(_files.Target(AlertTargetKind.WeCom, $"no address {ChatBots.Token}"), default);
        Assert.Equal((false, false), (none.IsTaken, none.Word.Contains(ChatBots.Token, StringComparison.Ordinal)));
    }

    [Fact]
    public void News_AreJoinedAsFarAsTheyFit_InEveryForm()
    {
        var news = Enumerable.Range(0, 100).Select(i => new AlertNews(
            new AlertEvent(AlertKind.Backend, $"后端-{i}") { Facts = [AlertFact.Of(AlertFactName.Reason, new string('错', 200))] },
            _time.GetUtcNow(), null, 1)).ToList();
        foreach (var (kind, most) in new[]
        {
            (AlertTargetKind.WeCom, 4096), (AlertTargetKind.Feishu, 20 * 1024), (AlertTargetKind.Slack, 20 * 1024),
        })
        {
            var (text, count, _) = AlertForm.Of(kind).Write(news, AlertLanguage.Zh);
            Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(text), 1000, most);
            Assert.InRange(count, 4, 99);
            Assert.Contains($"后端-{count - 1} ", text, StringComparison.Ordinal);
            Assert.DoesNotContain($"后端-{count} ", text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(
        nameof(AlertTargetKind.Feishu), "<at user_id=\"all\">x</at>\n[Gateway] Over: all",
        "＜at user_id=\"all\">x＜/at> [Gateway] Over: all")]
    [InlineData(nameof(AlertTargetKind.WeCom), "<@all>", "＜@all>")]
    [InlineData(nameof(AlertTargetKind.Slack), "<!channel> & more", "&lt;!channel&gt; &amp; more")]
    public void Words_OfABackend_CallNobodyAndAddNoLine(string kind, string words, string written)
    {
        var alert = new AlertEvent(AlertKind.Backend, "b") { Facts = [AlertFact.Of(AlertFactName.Reason, words)] };
        var (text, _, _) = AlertForm.Of(Kind(kind)).Write([new AlertNews(alert, _time.GetUtcNow(), null, 1)], AlertLanguage.En);
        Assert.Contains($"\nreason: {written}\nsince: ", text, StringComparison.Ordinal);
    }

    private static AlertTargetKind Kind(string name) => Enum.Parse<AlertTargetKind>(name);
}
