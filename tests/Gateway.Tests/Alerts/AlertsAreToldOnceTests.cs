using Gateway.Alerts;
using Gateway.Alerts.Events;
using Gateway.Configuration;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Alerts;

/// <summary>Over replicas, repeats, refusals and losses, each alert is told once to each target, and once that it is over.</summary>
public sealed class AlertsAreToldOnceTests : IAsyncLifetime
{
    private static readonly AlertEvent s_down = new(AlertKind.Backend, "ollama");

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 12, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly SecretFiles _files = new();
    private readonly MemoryBoardStore _store = new();
    private ChatBots _bots = null!;

    public async ValueTask InitializeAsync() => _bots = await ChatBots.StartAsync(_time);

    public async ValueTask DisposeAsync()
    {
        await _bots.DisposeAsync();
        _files.Dispose();
    }

    [Fact]
    public async Task ThreeReplicas_ThatSeeTheSame_TellEachTargetOnce_AndOnceThatItIsOver()
    {
        using var replicas = Replicas(3, [.. _files.All(_bots)]);
        replicas[0].Raise(s_down);
        await replicas.PassAsync(3);
        replicas[2].Raise(s_down);
        replicas[1].Raise(s_down);
        await replicas.PassAsync(30);
        Assert.Equal(["dingtalk", "feishu", "slack", "wecom"], _bots.Taken.Select(static t => t.Bot).Order());

        // It is over when the last of them sees it no more.
        replicas[0].Resolve(AlertKind.Backend, "ollama");
        await replicas.PassAsync(30);
        replicas[1].Resolve(AlertKind.Backend, "ollama");
        await replicas.PassAsync(30);
        Assert.Equal(4, _bots.Taken.Count);
        replicas[2].Resolve(AlertKind.Backend, "ollama");
        await replicas.PassAsync(30);
        Assert.Equal(8, _bots.Taken.Count);
        Assert.Equal(
            "[Gateway] Over: backend ollama can be used again\nsince: 2026-12-01 12:00 UTC\nuntil: 2026-12-01 12:01 UTC",
            _bots.TakenBy("feishu")[1]);
        Assert.StartsWith("[网关] 恢复：后端 ollama 已恢复\n开始：2026-12-01 12:00 UTC", _bots.TakenBy("wecom")[1], StringComparison.Ordinal);
        Assert.Empty(_bots.Refused);
        Assert.Equal(8, replicas.Counted["told"]);
    }

    [Fact]
    public async Task Refusal_With200_IsNotCountedAsTold_AndIsSentAgainUntilItIsTaken()
    {
        using var replicas = Replicas(3, _files.Feishu(_bots));
        _bots.Instead["feishu"] =
            """{"code":19021,"data":{},"msg":"sign match fail or timestamp is not within one hour from current time"}""";
        replicas[0].Raise(s_down);
        await replicas.PassAsync(60);
        // After 5, 10, 20 and 40 seconds.
        Assert.Equal(4, _bots.Refused.Count);
        Assert.Empty(replicas.BoardOf(0).Alerts[s_down.Key].Told);
        Assert.False(replicas.Counted.ContainsKey("told"));
        Assert.Equal(4, replicas.Counted["refused"]);

        _bots.Instead.Clear();
        await replicas.PassAsync(60);
        Assert.Equal((1, 1), (_bots.Taken.Count, (int)replicas.Counted["told"]));
    }

    [Fact]
    public async Task Alert_ThatNobodyTakes_IsGivenUpInTheEnd_AndStandsInTheLog_AndTheNextIsTold()
    {
        using var replicas = Replicas(1, _files.Slack(_bots));
        _bots.Instead["slack"] = "no_service";
        replicas[0].Raise(s_down);
        await replicas.PassAsync(2 * 60 * 60);
        Assert.Equal(AlertTeller.MostTries, _bots.Refused.Count);
        var line = Assert.Single(replicas.Log.Lines, static l => l.StartsWith("Error 7022 ", StringComparison.Ordinal));
        Assert.Contains("[Gateway] Alert: backend ollama cannot be used; since: 2026-12-01 12:00 UTC", line, StringComparison.Ordinal);
        Assert.Equal((1, false), ((int)replicas.Counted["given_up"], replicas.Counted.ContainsKey("told")));
        Assert.True(replicas.BoardOf(0).Alerts[s_down.Key].Told["slack"].IsGivenUp);

        _bots.Instead.Clear();
        replicas[0].Raise(new AlertEvent(AlertKind.Backend, "cloud"));
        await replicas.PassAsync(11 * 60);
        Assert.Contains("backend cloud cannot be used", Assert.Single(_bots.TakenBy("slack")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Repeats_AreJoined_AndACountIsTold()
    {
        using var replicas = Replicas(2, _files.Feishu(_bots));
        for (var i = 0; i < 8; i++)
        {
            // Half a minute down, half a minute up, as two replicas see it a moment apart.
            replicas[0].Raise(s_down);
            await replicas.PassAsync(3);
            replicas[1].Raise(s_down);
            await replicas.PassAsync(27);
            replicas[0].Resolve(AlertKind.Backend, "ollama");
            await replicas.PassAsync(3);
            replicas[1].Resolve(AlertKind.Backend, "ollama");
            await replicas.PassAsync(27);
        }

        Assert.Equal(2, _bots.Taken.Count);
        await replicas.PassAsync(10 * 60);
        Assert.Equal(3, _bots.Taken.Count);
        Assert.EndsWith("\ntimes: 8", _bots.TakenBy("feishu")[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task ManyAtOnce_AreOneMessage()
    {
        using var replicas = Replicas(1, _files.Feishu(_bots));
        for (var i = 0; i < 30; i++)
        {
            replicas[0].Raise(new AlertEvent(AlertKind.Tag, $"Tag{i}"));
        }

        await replicas.PassAsync(5);
        Assert.Equal(30, Assert.Single(_bots.TakenBy("feishu")).Split("[Gateway] Alert: ").Length - 1);
        Assert.Equal(30, replicas.Counted["told"]);
    }

    [Fact]
    public async Task Rate_OfABot_IsKeptOverReplicas_WhateverThereIsToTell()
    {
        using var replicas = Replicas(3, _files.DingTalk(_bots), _files.WeCom(_bots));
        // Each second another alert, so that none can be joined with one that was sent; and the telling wanders from replica to replica.
        for (var i = 0; i < 300; i++)
        {
            replicas[i % 3].Raise(new AlertEvent(AlertKind.ModelGone, $"m{i}"));
            await replicas.PassAsync(1, without: i / 40 % 3);
        }

        await replicas.PassAsync(120);
        Assert.Empty(_bots.Refused);
        foreach (var bot in new[] { "dingtalk", "wecom" })
        {
            var calls = _bots.Calls[bot];
            Assert.All(calls, c => Assert.InRange(calls.Count(o => o <= c && o > c.AddMinutes(-1)), 1, 20));
            var told = string.Join('\n', _bots.TakenBy(bot));
            Assert.All(Enumerable.Range(0, 300), i => Assert.Single(System.Text.RegularExpressions.Regex.Matches(told, $@"\bm{i} ")));
        }
    }

    [Fact]
    public async Task Rise_OfALevel_IsToldAgain_AndAFallIsNot()
    {
        using var replicas = Replicas(2, _files.Feishu(_bots));
        var until = _time.GetUtcNow().AddHours(1);
        var budget = new AlertEvent(AlertKind.Budget, "team:ml/money_per_day") { Subject = "team 'ml'", Level = 80, Until = until };
        replicas[0].Raise(budget);
        await replicas.PassAsync(2);
        replicas[1].Raise(budget with { Level = 100 });
        replicas[0].Raise(budget);
        await replicas.PassAsync(60);
        Assert.Equal(
            ["[Gateway] Alert: 80 % of a budget are used: team 'ml'", "[Gateway] Alert: a budget is spent: team 'ml'"],
            _bots.TakenBy("feishu").Select(static t => t.Split('\n')[0]));

        // It ends by the calendar, whether or not a replica still lives that saw it.
        await replicas.PassAsync(60 * 60, without: 0);
        Assert.StartsWith("[Gateway] Over: the budget is open again: team 'ml'\n", _bots.TakenBy("feishu")[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replica_ThatDies_IsReplacedByAnother_AndWhatOnlyItSawIsOver()
    {
        using var replicas = Replicas(2, _files.Feishu(_bots));
        replicas[0].Raise(s_down);
        await replicas.PassAsync(3);
        Assert.Equal("replica-0", replicas.BoardOf(1).Teller);
        Assert.Single(_bots.Taken);

        replicas[1].Raise(new AlertEvent(AlertKind.Redis, "redis"));
        await replicas.PassAsync(20, without: 0);
        Assert.Single(_bots.Taken);
        await replicas.PassAsync(20, without: 0);
        Assert.Equal(2, _bots.Taken.Count);
        await replicas.PassAsync(120, without: 0);
        Assert.StartsWith("[Gateway] Over: backend ollama", _bots.TakenBy("feishu")[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Store_ThatIsAway_LeavesTheTellingToOneReplica_AndNothingIsToldTwiceWhenItIsBack()
    {
        using var replicas = Replicas(3, _files.Feishu(_bots));
        await replicas.PassAsync(2);
        var (teller, others) = (int.Parse(replicas.BoardOf(0).Teller![^1..], null), Enumerable.Range(0, 3).ToList());
        others.Remove(teller);

        _store.IsAway = true;
        for (var i = 0; i < 3; i++)
        {
            replicas[i].Raise(new AlertEvent(AlertKind.Redis, "redis"));
        }

        await replicas.PassAsync(240);
        Assert.Single(_bots.Taken);

        _store.IsAway = false;
        await replicas.PassAsync(30);
        Assert.Single(_bots.Taken);
        Assert.Equal(3, replicas.BoardOf(others[0]).Alerts["Redis/redis"].Holders.Count);
        for (var i = 0; i < 3; i++)
        {
            replicas[i].Resolve(AlertKind.Redis, "redis");
        }

        await replicas.PassAsync(30);
        Assert.Equal(2, _bots.Taken.Count);
    }

    [Fact]
    public async Task Replica_WithoutItsTeller_TellsByItselfInTheEnd()
    {
        using var replicas = Replicas(2, _files.Feishu(_bots));
        await replicas.PassAsync(2);
        _store.IsAway = true;
        replicas[1].Raise(s_down);
        await replicas.PassAsync(4 * 60, without: 0);
        Assert.Empty(_bots.Taken);
        await replicas.PassAsync(2 * 60, without: 0);
        Assert.Single(_bots.Taken);
    }

    [Fact]
    public async Task Store_ThatLostItsBoard_GetsItBack_AndNothingIsToldAgain()
    {
        using var replicas = Replicas(3, _files.Feishu(_bots));
        replicas[0].Raise(s_down);
        await replicas.PassAsync(3);
        _store.Forget();
        await replicas.PassAsync(60);
        Assert.Single(_bots.Taken);
        Assert.True(replicas.BoardOf(2).Alerts[s_down.Key].Told.ContainsKey("feishu"));
    }

    [Fact]
    public async Task Target_GetsOnlyWhatItWants_AndOneThatHangsHoldsUpNoOther()
    {
        var budgets = _files.Target(AlertTargetKind.Slack, _bots.Slack, name: "budgets", events: [AlertKind.Budget]);
        using var replicas = Replicas(1, budgets, _files.Feishu(_bots));
        replicas[0].Raise(s_down);
        await replicas.PassAsync(5);
        Assert.Equal(["feishu"], _bots.Taken.Select(static t => t.Bot));

        var hangs = new TaskCompletionSource();
        _bots.Hangs = hangs.Task;
        replicas[0].Raise(new AlertEvent(AlertKind.Budget, "b") { Level = 80 });
        // The turn is over at once: it waits for no answer.
        await replicas.KeeperOf(0).TakeATurnAsync(default).WaitAsync(TimeSpan.FromSeconds(5));
        hangs.SetResult();
        await replicas.PassAsync(5);
        Assert.Equal(["feishu", "feishu", "slack"], _bots.Taken.Select(static t => t.Bot).Order());
    }

    [Fact]
    public async Task Alert_ThatCameAndWentWhileATargetWasAway_IsToldInOneMessage()
    {
        using var replicas = Replicas(1, _files.Feishu(_bots));
        _bots.Instead["feishu"] = """{"code":11232,"msg":"create message trigger system rate limit"}""";
        replicas[0].Raise(s_down);
        await replicas.PassAsync(10);
        replicas[0].Resolve(AlertKind.Backend, "ollama");
        await replicas.PassAsync(10);
        _bots.Instead.Clear();
        await replicas.PassAsync(60);
        Assert.StartsWith("[Gateway] Over: backend ollama", Assert.Single(_bots.TakenBy("feishu")), StringComparison.Ordinal);
        // It asked to be left alone for a minute.
        Assert.Single(_bots.Refused);
    }

    [Fact]
    public async Task Replicas_WithNothingToTell_WriteNothingButWhoTells()
    {
        using var replicas = Replicas(3, _files.Feishu(_bots));
        await replicas.PassAsync(60);
        Assert.InRange(_store.Writes, 1, 8);
    }

    [Fact]
    public async Task NoSecret_IsInTheLog_WhateverGoesWrong()
    {
        using var replicas = Replicas(1, [.. _files.All(_bots)]);
        foreach (var bot in new[] { "feishu", "dingtalk", "wecom", "slack" })
        {
            _bots.Instead[bot] = $"{ChatBots.Token} {ChatBots.FeishuSecret} {ChatBots.DingTalkSecret} {_bots.WeCom}";
        }

        replicas[0].Raise(s_down);
        await replicas.PassAsync(2 * 60 * 60);
        Assert.Equal(4, replicas.Log.Lines.Count(static l => l.StartsWith("Error 7022 ", StringComparison.Ordinal)));
        Assert.All(replicas.Log.Lines, static line =>
        {
            Assert.DoesNotContain(ChatBots.Token, line, StringComparison.Ordinal);
        });
        Assert.DoesNotContain(replicas.Log.Lines, static l => l.Contains("feishu ", StringComparison.Ordinal)
            && l.Contains(ChatBots.FeishuSecret, StringComparison.Ordinal));
    }

    private AlertReplicas Replicas(int count, params AlertTargetConfig[] targets) => new(count, targets, _time, _ => [_store]);
}
