using System.Text.Json.Nodes;
using Gateway.Tests.Promises;

namespace Gateway.Tests.Configuration.Binding;

/// <summary>A name in a rule that can mean nothing in a request is a mistake, and the message suggests what may be meant.</summary>
public sealed class NamesThatMeanNothingTests
{
    private const string Hash = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData(
        "tags: [Codr]", "keys[0].tags[0]: \"Codr\" is no tag, type or route. Did you mean \"Coder\"? Models are written under 'models'.")]
    [InlineData("tags: [own/m1]", "keys[0].tags[0]: \"own/m1\" is a model on a backend. Write it under 'models'.")]
    [InlineData(
        "tags: ['Coder:local']",
        "keys[0].tags[0]: \"Coder:local\" has a wish, which belongs to a request: every key may add wishes. Write \"Coder\"; localOnly "
        + "keeps what a key sends at home.")]
    [InlineData("models: ['Fix:cloud']", "keys[0].models[0]: \"Fix:cloud\" has a wish")]
    [InlineData(
        "tags: [Coder+Visoin]",
        "keys[0].tags[0]: \"Coder+Visoin\" is no tag, type or route. Did you mean \"Vision\"? Models are written under 'models'.")]
    [InlineData(
        "models: [Coder+Visoin]", "keys[0].models[0]: \"Coder+Visoin\" means nothing: \"Visoin\" is no tag. Did you mean \"Vision\"?")]
    public void NameOfAKey_IsAMistake(string rights, string mistake) =>
        Assert.Contains(Mistakes($"keys: [ {{ name: k, sha256: {Hash}, {rights} }} ]"), m => m.Contains(mistake, StringComparison.Ordinal));

    [Theory]
    [InlineData(
        "quotas: { policies: [ { per: everyone, model: 'Coder:lokal', requestsPerMinute: 1 } ] }",
        "quotas.policies[0].model: \"Coder:lokal\" means nothing: \"lokal\" is no wish. Did you mean \"local\"?")]
    [InlineData(
        "quotas: { policies: [ { per: everyone, model: 'Fix:local:cloud', requestsPerMinute: 1 } ] }",
        "quotas.policies[0].model: \"Fix:local:cloud\" wishes for :local and :cloud at once. Keep one.")]
    [InlineData(
        "background: { model: Chat+Codr }", "background.model: \"Chat+Codr\" means nothing: \"Codr\" is no tag. Did you mean \"Coder\"?")]
    public void NameOfARule_IsAMistake(string rule, string mistake) =>
        Assert.Contains(Mistakes(rule), m => m.Contains(mistake, StringComparison.Ordinal));

    [Theory]
    [InlineData("tags: [Coder, 编程, mend, FIX, auto, 自动, 嵌入, Coder+Vision, m1, m2]")]
    [InlineData("models: [m1, own/m1, 'own/x:cloud', 'm1:cloud', 'math:7b', anything, org/anything, 'coder@q4_k_m', Coder, command-r+]")]
    public void NameThatMayMeanSomething_IsNone(string rights) =>
        Assert.NotNull(Configs.Load(Yaml($"keys: [ {{ name: k, sha256: {Hash}, {rights} }} ]")));

    [Fact]
    public async Task StoredKeysAndQuotas_AreHeldToTheSame()
    {
        await using var rig = await AdminRig.StartAsync("routes: []");
        var key = new JsonObject { ["name"] = "k", ["tags"] = new JsonArray("Codr") };
        var error = await rig.RefusedAsync(400, "POST", "/admin/v1/keys", rig.Admin.Secret, key);
        Assert.Equal(
            ("tags", true),
            ((string?)error["param"], ((string?)error["message"])!.Contains("Did you mean \"Coder\"?", StringComparison.Ordinal)));
        await rig.RefusedAsync(
            400, "POST", "/admin/v1/keys", rig.Admin.Secret, new JsonObject { ["name"] = "k", ["models"] = new JsonArray("Coder:local") });
        await rig.RefusedAsync(
            400, "PATCH", $"/admin/v1/keys/{rig.Member.Key.Id}", rig.Admin.Secret, new JsonObject { ["tags"] = new JsonArray("Codr") });
        var quota = new JsonObject
        {
            ["name"] = "q",
            ["per"] = "everyone",
            ["model"] = "Chat+Codr",
            ["limits"] = new JsonObject { ["concurrent"] = 1 }
        };
        Assert.Equal("model", (string?)(await rig.RefusedAsync(400, "POST", "/admin/v1/quotas", rig.Admin.Secret, quota))["param"]);
    }

    private static IReadOnlyList<string> Mistakes(string rules) => Configs.Mistakes(Yaml(rules));

    private static string Yaml(string rules) => $$"""
        backends: [ { name: own, provider: ollama, url: "http://127.0.0.1:1" } ]
        models: [ { model: m2, tags: [Coder] } ]
        routes: [ { name: Fix, aliases: [mend], candidates: [ { backend: own, model: m1 } ] } ]
        {{rules}}
        """;
}
