using Gateway.Configuration.Loading;

namespace Gateway.Tests.Configuration.Binding;

public class EveryMistakeIsReportedTests
{
    [Fact]
    public void File_WithTenMistakes_NamesEachWithItsLine()
    {
        const string Yaml = """
            listn: {}
            backends:
              - name: ollama
                provider: olama
                url: ftp://127.0.0.1
              - name: bad name
                provider: openai
                url: http://127.0.0.1:1
                idleTimeout: 5 minutes
              - name: OLLAMA
                provider: ollama
                connectTimeout: 10m
            routes:
              - name: Chat
                aliases: [chat]
                candidates:
                  - { backend: olama, model: m }
            limits:
              bodySize: 2GiB
            """;
        Assert.Equal(
            [
                "g.yaml:1: listn: is no key here. Did you mean \"listen\"?",
                "g.yaml:4: backends[0].provider: \"olama\" is not one of openai, ollama, siliconflow, lmstudio, llamacpp, vllm, "
                + "deepseek. Did you mean \"ollama\"?",
                "g.yaml:5: backends[0].url: \"ftp://127.0.0.1\" is not an http or https address such as http://127.0.0.1:11434.",
                "g.yaml:6: backends[1].name: \"bad name\" is not up to 64 letters, digits, dots, dashes and underscores.",
                "g.yaml:9: backends[1].idleTimeout: \"5 minutes\" is not a duration such as 500ms, 30s, 5m or 1h.",
                "g.yaml:10: backends[2].url: is missing.",
                "g.yaml:10: backends[2].name: is the same as backends[0].name.",
                "g.yaml:12: backends[2].connectTimeout: 10m is not between 100ms and 5m.",
                "g.yaml:15: routes[0].aliases[0]: \"chat\" is taken by routes[0].name.",
                "g.yaml:17: routes[0].candidates[0].backend: no backend is named \"olama\". Did you mean \"ollama\"?",
                "g.yaml:19: limits.bodySize: 2GiB is not between 1KiB and 1GiB.",
            ],
            Configs.Mistakes(Yaml));
    }

    [Theory]
    [InlineData("text", "g.yaml:1: must be a group of keys.")]
    [InlineData("- a", "g.yaml:1: must be a group of keys.")]
    [InlineData("backends: {}", "g.yaml:1: backends: must be a list: each item on a line of its own that begins with '- '.")]
    [InlineData("backends: [x]", "g.yaml:1: backends[0]: must be a group of keys.")]
    [InlineData("anonymous: yes", "g.yaml:1: anonymous: \"yes\" is not true or false.")]
    [InlineData("anonymous: [true]", "g.yaml:1: anonymous: must be true or false.")]
    [InlineData("limits:\n  concurrentConnections: 0", "g.yaml:2: limits.concurrentConnections: 0 is not between 1 and 1000000.")]
    [InlineData("limits:\n  concurrentConnections: 1e3", "g.yaml:2: limits.concurrentConnections: \"1e3\" is not a whole number.")]
    [InlineData("listen:\n  data: localhost", "g.yaml:2: listen.data: \"localhost\" is not an address such as http://127.0.0.1:4000.")]
    [InlineData("drainTimeout: 31m", "g.yaml:1: drainTimeout: 31m is not between 0s and 30m.")]
    [InlineData("zzzzzz: 1", "g.yaml:1: zzzzzz: is no key here.")]
    [InlineData(
        "teams:\n  - { name: a, limits: { concurrent: 1, concurrent: 9 } }", "g.yaml:2: is not valid YAML: Duplicate key concurrent")]
    public void File_WithOneMistake_IsNamed(string yaml, string mistake) => Assert.Contains(mistake, Configs.Mistakes(yaml));

    [Theory]
    [InlineData("routes:\n  - { name: A, candidates: [] }", "g.yaml:2: routes[0].candidates: is empty. Name at least one candidate.")]
    [InlineData("routes:\n  - { name: A }", "g.yaml:2: routes[0].candidates: is missing.")]
    [InlineData("routes:\n  - { name: a/b, candidates: [{ backend: ollama, model: m }] }",
        "g.yaml:2: routes[0].name: \"a/b\" is not up to 64 characters without spaces and / + @ :.")]
    public void Route_WithAMistake_IsNamed(string routes, string mistake) =>
        Assert.Equal([mistake], Configs.Mistakes(routes + "\n" + Configs.Backend));

    [Theory]
    [InlineData("listen: {}\nbackends: []\nlisten: {}\n", 3)]
    [InlineData("listen:\n  data: ]", 2)]
    [InlineData("a: b: c\n", 1)]
    [InlineData("listen: \"x\n", 1)]
    public void File_BrokenOrWithAKeyTwice_NamesTheLine(string yaml, int line) =>
        Assert.StartsWith($"g.yaml:{line}: is not valid YAML: ", Assert.Single(Configs.Mistakes(yaml)), StringComparison.Ordinal);

    [Theory]
    [InlineData("backends:\n  - { name: a, provider: openai, url: \"http://a:99999\" }", "backends[0].url")]
    [InlineData("backends:\n  - { name: a, provider: openai, url: \"http://[1\" }", "backends[0].url")]
    [InlineData("anonymous: true\nlisten:\n  data: http://a:99999", "listen.data")]
    public void Address_ThatIsNone_IsNamed(string yaml, string key) =>
        Assert.Contains($" {key}: ", Assert.Single(Configs.Mistakes(yaml)), StringComparison.Ordinal);

    [Fact]
    public void Capture_WithNowhereToKeepIt_IsAMistake()
    {
        const string Backends =
            "backends: [ { name: a, provider: openai, url: \"http://a\" } ]\nroutes: [ { name: R, capture: true, candidates: [ { "
            + "backend: a, model: m } ] } ]\n";
        Assert.Empty(ConfigLoader.Load(Backends).Mistakes);
        Assert.Equal("routes[0].capture", Assert.Single(ConfigLoader.Load(Backends + "storage: { provider: none }").Mistakes).Key);
    }
}
