using System.Reflection;
using Gateway.Telemetry;
using Gateway.Tests.Repository;

namespace Gateway.Tests.Deploy;

/// <summary>Dashboards and rules use only metrics and labels in the gateway's table of names.</summary>
public sealed class DeployNamesTests
{
    private static readonly HashSet<string> Metrics =
        [.. Names(typeof(Names.GenAi)).Concat(Names(typeof(Names.Own))).SelectMany(static n => new[] { n, n + "_seconds", n + "_bytes" })
            .SelectMany(static n => new[] { n, n + "_total", n + "_bucket", n + "_sum", n + "_count" })];

    private static readonly HashSet<string> Labels = [.. Names(typeof(Names.Attributes)), "le", "job", "instance"];

    private static readonly string[] Rules =
        [.. Directory.EnumerateFiles(Path.Combine(Repo.Root, "deploy/prometheus/rules"), "*.yml").SelectMany(
            f => RuleFile.ExpressionsOf(File.ReadAllText(f)))];

    [Fact]
    public void EveryMetric_IsOneOfTheGateways()
    {
        Assert.True(Rules.Length > 20);
        Assert.Empty(All().SelectMany(PromQl.MetricsOf).Where(static m => !m.Contains(':') && m != "up").Except(Metrics));
    }

    [Fact]
    public void EveryLabel_IsOneOfTheGateways() =>
        Assert.Empty(All().SelectMany(PromQl.LabelsOf).Distinct().Except(Labels));

    [Fact]
    public void EveryLegend_NamesALabelThatItsExpressionKeeps() => Assert.All(Dashboard.All.SelectMany(static d => d.Targets), static t =>
        Assert.Empty(
            PromQl.LegendLabelsOf((string)t.Target["legendFormat"]!).Except(PromQl.LabelsOf((string)t.Target["expr"]!))
                .Select(l => $"{t.Where}: {l}")));

    /// <summary>Everything that the issue of telemetry wants to see has a metric of its own on some panel.</summary>
    [Fact]
    public void EveryMetric_OfTheGateway_IsShownSomewhere()
    {
        var shown = string.Join('\n', Dashboard.All.SelectMany(static d => d.Expressions).Select(static e => e.Expression));
        Assert.All(Names(typeof(Names.GenAi)).Concat(Names(typeof(Names.Own))), n => Assert.Contains(n, shown, StringComparison.Ordinal));
    }

    private static IEnumerable<string> All() =>
        Dashboard.All.SelectMany(static d => d.Expressions).Select(static e => e.Expression).Concat(Rules);

    private static IEnumerable<string> Names(Type table) =>
        table.GetFields(BindingFlags.Public | BindingFlags.Static).Where(static f => f.IsLiteral).Select(
            static f => ((string)f.GetRawConstantValue()!).Replace('.', '_'));
}
