using Gateway.Configuration;

namespace Gateway.Tests.Configuration.Binding;

/// <summary>Targets of alerts are read, their addresses stand outside the file, and what has moved names the way.</summary>
public class AlertsAreReadTests
{
    [Fact]
    public void Targets_AreRead_WithTheirDefaults()
    {
        var alerts = Configs.Load("""
            alerts:
              budgetWarnAt: 90
              targets:
                - { name: ops, kind: feishu, url: { env: A }, secret: { env: B }, language: zh, events: [budget, modelEnding] }
                - { name: mine, kind: webhook, url: { file: /run/secrets/url } }
            """).Alerts;
        Assert.Equal((90, TimeSpan.FromSeconds(30), 2), (alerts.BudgetWarnAt, alerts.After, alerts.Targets.Count));
        var ops = alerts.Targets[0];
        Assert.Equal((AlertTargetKind.Feishu, AlertLanguage.Zh, "A", "B"), (ops.Kind, ops.Language, ops.Url.Env, ops.Secret!.Env));
        Assert.Equal(
            [AlertKind.Budget, AlertKind.ModelEnding], Enum.GetValues<AlertKind>().Where(ops.Wants));
        Assert.Equal(AlertLanguage.En, alerts.Targets[1].Language);
        Assert.All(Enum.GetValues<AlertKind>(), k => Assert.True(alerts.Targets[1].Wants(k)));
    }

    [Theory]
    [InlineData(
        "{ name: a, kind: slack, url: https://hooks.slack.com/services/T0/B0/token }",
        "alerts.targets[0].url: must say where the secret stands, { env: NAME } or { file: path }; the secret itself does not belong in "
        + "this file.")]
    [InlineData("{ name: a, kind: slack, url: { env: A, file: /b } }", "alerts.targets[0].url: must have exactly one of env and file.")]
    [InlineData(
        "{ name: a, kind: wecom, url: { env: A }, secret: { env: B } }",
        "alerts.targets[0].secret: is of no use: wecom signs nothing. Its address is its secret.")]
    [InlineData(
        "{ name: a, kind: lark, url: { env: A } }",
        "alerts.targets[0].kind: \"lark\" is not one of feishu, dingtalk, wecom, slack, webhook.")]
    [InlineData(
        "{ name: a, kind: slack, url: { env: A }, events: [budgets] }",
        "alerts.targets[0].events[0]: \"budgets\" is not one of budget, backend, tag, account, credential, priceOld, priceMissing, "
        + "modelEnding, modelGone, ledger, disk, redis, priceBook. Did you mean \"budget\"?")]
    [InlineData("{ name: a, kind: slack }", "alerts.targets[0].url: is missing.")]
    public void Mistake_OfATarget_IsNamedWithoutTheToken(string target, string words)
    {
        var mistakes = Configs.Mistakes($"alerts:\n  targets:\n    - {target}\n");
        Assert.Equal($"g.yaml:3: {words}", mistakes[0]);
        Assert.DoesNotContain("token", string.Concat(mistakes), StringComparison.Ordinal);
    }

    [Fact]
    public void Name_OfTwoTargets_IsRefused() => Assert.Equal(
        ["g.yaml:4: alerts.targets[1].name: is the same as alerts.targets[0].name."],
        Configs.Mistakes(
            "alerts:\n  targets:\n    - { name: a, kind: slack, url: { env: A } }\n    - { name: A, kind: slack, url: { env: B } }\n"));

    [Fact]
    public void Webhook_OfBudgets_HasMoved_AndTheErrorNamesTheWay()
    {
        var mistake = Assert.Single(Configs.Mistakes("quotas:\n  webhook: { url: \"http://127.0.0.1:9000/\", warnAt: 70 }\n"));
        Assert.StartsWith(
            "g.yaml:2: quotas.webhook: has moved to 'alerts', which tells of more than budgets. Write: alerts: { targets: [ {",
            mistake, StringComparison.Ordinal);
        Assert.Contains("warnAt is alerts.budgetWarnAt", mistake, StringComparison.Ordinal);

        // What the error says to write is right.
        var way = mistake[(mistake.IndexOf("Write: ", StringComparison.Ordinal) + 7)..mistake.IndexOf(". The", StringComparison.Ordinal)];
        Assert.Equal(AlertTargetKind.Webhook, Configs.Load(way).Alerts.Targets[0].Kind);
    }
}
