using System.Text.RegularExpressions;
using Gateway.Tests.Repository;

namespace Gateway.Tests.Deploy;

/// <summary>Prometheus accepts the configuration and the rules, and each alert fires when it should and not otherwise.</summary>
public sealed partial class RulesTests
{
    private static readonly string Folder = Path.Combine(Repo.Root, "deploy/prometheus");

    [Fact]
    public Task Configuration_IsCleanForPromtool() =>
        PrometheusProgram.CleanAsync("", "check", "config", Path.Combine(Folder, "prometheus.yml"));

    [Fact]
    public Task Rules_AreCleanForPromtool() => PrometheusProgram.CleanAsync("", ["check", "rules", .. Files("rules")]);

    [Fact]
    public Task Rules_PassTheirUnitTests() => PrometheusProgram.CleanAsync("", ["test", "rules", .. Files("tests")]);

    [Fact]
    public void Alert_HasATestThatItFires_AndOneThatItDoesNot()
    {
        var tests = string.Concat(Files("tests").Select(File.ReadAllText));
        var alerts = AlertNames();
        Assert.True(alerts.Count > 10);
        Assert.Empty(alerts.Except(Fires().Matches(tests).Select(m => m.Groups[1].Value)));
        Assert.Empty(alerts.Except(FiresNot().Matches(tests).Select(m => m.Groups[1].Value)));
    }

    [Fact]
    public void Alert_SaysHowBadItIs_WhatIsWrong_AndWhatToDo()
    {
        var alerts = string.Concat(Files("rules").Select(File.ReadAllText)).Split("- alert: ")[1..];
        Assert.All(alerts, a =>
        {
            Assert.Matches(@"severity: (critical|warning)\n", a);
            Assert.Matches(@"summary: "".{20,}""\n", a);
            Assert.Matches(@"description: >-\n(?: {12}.+\n){2,}", a);
        });
    }

    private static string[] Files(string folder) => [.. Directory.EnumerateFiles(Path.Combine(Folder, folder), "*.yml").Order()];

    private static List<string> AlertNames() =>
        [.. Files("rules").SelectMany(f => Alert().Matches(File.ReadAllText(f)).Select(m => m.Groups[1].Value))];

    [GeneratedRegex(@"- alert: (\w+)")]
    private static partial Regex Alert();

    [GeneratedRegex(@"- labels: 'ALERTS\{alertname=""(\w+)"", alertstate=""firing""")]
    private static partial Regex Fires();

    [GeneratedRegex(@"- expr: ALERTS\{alertname=""(\w+)"", alertstate=""firing""\}\n +eval_time: \w+\n +exp_samples: \[\]")]
    private static partial Regex FiresNot();
}
