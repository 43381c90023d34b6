using System.Text.Json.Nodes;
using Gateway.Tests.Repository;

namespace Gateway.Tests.Deploy;

/// <summary>A dashboard as it stands in <c>deploy/grafana</c>.</summary>
internal sealed record Dashboard(string File, JsonNode Root)
{
    public static IReadOnlyList<Dashboard> All { get; } =
        [.. Directory.EnumerateFiles(Path.Combine(Repo.Root, "deploy/grafana/dashboards"), "*.json").Order().Select(
            f => new Dashboard(Path.GetFileName(f), JsonNode.Parse(System.IO.File.ReadAllText(f))!))];

    public IEnumerable<JsonNode> Panels =>
        Root["panels"]!.AsArray().SelectMany(static p => p!["panels"]?.AsArray() is { } inner ? [p, .. inner!] : new[] { p })!;

    public IEnumerable<JsonNode> Variables => Root["templating"]!["list"]!.AsArray()!;

    /// <summary>What the panels ask, with where it stands for whoever reads that it failed.</summary>
    public IEnumerable<(string Where, JsonNode Target)> Targets =>
        Panels.SelectMany(p => (p["targets"]?.AsArray() ?? []).Select(t => ($"{File}, panel {p["id"]} \"{p["title"]}\"", t!)));

    public IEnumerable<(string Where, string Expression)> Expressions => Targets.Select(t => (t.Where, (string)t.Target["expr"]!));

    public override string ToString() => File;

    /// <summary>The variables whose values come from Prometheus: the series, and the label of them.</summary>
    public IEnumerable<(string Name, string Series, string Label)> LabelValues =>
        Variables.Where(static v => (string?)v["type"] == "query").Select(static v =>
        {
            var query = (string)v["query"]!["query"]!;
            Assert.Matches(@"^label_values\([\w{}=""~]+, \w+\)$", query);
            var parts = query["label_values(".Length..^1].Split(", ");
            return ((string)v["name"]!, parts[0], parts[1]);
        });
}
