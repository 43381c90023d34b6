using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Gateway.Tests.Deploy;

/// <summary>The dashboards load by file provisioning with any Prometheus, and say what they show.</summary>
public sealed partial class DashboardsTests
{
    [Fact]
    public void Dashboards_AreThere_UnderFixedIds() =>
        Assert.Equal(["gateway-overview", "gateway-usage"], Dashboard.All.Select(d => (string)d.Root["uid"]!));

    [Fact]
    public void Dashboards_AreInTheFormThatProvisioningTakes() => Assert.All(Dashboard.All, d =>
    {
        Assert.Equal(39, (int)d.Root["schemaVersion"]!);
        // An export for sharing asks whoever imports it; a provisioned file asks nobody.
        Assert.Null(d.Root["__inputs"]);
        Assert.Null(d.Root["id"]);
        Assert.Equal(["datasource"], d.Variables.Where(v => (string?)v["type"] == "datasource").Select(v => (string)v["name"]!));
        Assert.All(d.Variables.Where(v => (string?)v["type"] == "query"), v =>
        {
            Assert.True((bool)v["includeAll"]! && (bool)v["multi"]!);
            AssertSource(v);
        });
    });

    [Fact]
    public void Panels_HaveIdsOfTheirOwn_AndDoNotOverlap() => Assert.All(Dashboard.All, d =>
    {
        Assert.Equal(d.Panels.Count(), d.Panels.Select(p => (int)p["id"]!).Distinct().Count());
        var taken = new HashSet<(int, int)>();
        foreach (var panel in d.Panels)
        {
            var place = panel["gridPos"]!;
            var (x, y, w, h) = ((int)place["x"]!, (int)place["y"]!, (int)place["w"]!, (int)place["h"]!);
            Assert.True(x + w <= 24, $"{panel["title"]} is wider than the page.");
            Assert.All(
                Enumerable.Range(x, w).SelectMany(c => Enumerable.Range(y, h).Select(r => (c, r))),
                c => Assert.True(taken.Add(c), $"{panel["title"]} covers another."));
        }
    });

    [Fact]
    public void Panels_SayWhatTheyShow() => Assert.All(Dashboard.All, d =>
    {
        var panels = d.Panels.Where(p => (string?)p["type"] != "row").ToList();
        Assert.All(
            panels,
            p => Assert.True(((string?)p["title"])?.Length > 1 && ((string?)p["description"])?.Length > 20, $"{p["id"]} says too little."));
        Assert.Equal(panels.Count, panels.Select(p => (string)p["title"]!).Distinct().Count());
    });

    [Fact]
    public void Targets_AskTheChosenSource_AndKnownVariablesOnly() => Assert.All(Dashboard.All, d =>
    {
        var known = d.Variables.Select(v => "$" + (string)v["name"]!).Concat(["$__range", "$__rate_interval"]).ToList();
        Assert.All(d.Targets, t =>
        {
            AssertSource(t.Target);
            Assert.Empty(Variable().Matches((string)t.Target["expr"]!).Select(m => m.Value).Except(known).Select(v => $"{t.Where}: {v}"));
        });
    });

    [Fact]
    public void Stats_ShowTheTimeThatIsShown_NotRawCounters() => Assert.All(
        Dashboard.All.SelectMany(d => d.Targets).Where(t => ((string)t.Target["expr"]!).Contains("_total", StringComparison.Ordinal)),
        t => Assert.Matches(@"(increase|rate)\(gateway_\w+_total", (string)t.Target["expr"]!));

    private static void AssertSource(JsonNode node)
    {
        Assert.Equal("prometheus", (string?)node["datasource"]!["type"]);
        Assert.Equal("${datasource}", (string?)node["datasource"]!["uid"]);
    }

    [GeneratedRegex(@"\$\w+")]
    private static partial Regex Variable();
}
