using System.Text.RegularExpressions;
using Gateway.Configuration;

namespace Gateway.Tests.Configuration.Binding;

public partial class GoodConfigIsReadTests
{
    [Fact]
    public void File_OfTheRepository_HasNoMistake()
    {
        var config = Configs.Load(File.ReadAllText(Configs.InRepository("config/gateway.yaml")));
        Assert.Equal(["ollama", "siliconflow"], config.Backends.Select(b => b.Name));
        Assert.Empty(config.Routes);
    }

    [Fact]
    public void Examples_InTheFileOfTheRepository_HaveNoMistake()
    {
        var lines = File.ReadAllLines(Configs.InRepository("config/gateway.yaml"));
        var examples = lines.Where(l => !l.StartsWith("# ", StringComparison.Ordinal) || ExampleLine().IsMatch(l))
            // The keys' hashes are no hashes, so that nobody uses them.
            .Where(l => !l.Contains("sha256", StringComparison.Ordinal) && !l.StartsWith("# keys", StringComparison.Ordinal))
            .Select(l => CommentedOut().Replace(l, "$1"));
        var config = Configs.Load(string.Join('\n', examples));
        Assert.Equal(["Coder", "Private"], config.Routes.Select(r => r.Name));
        Assert.Equal(2, config.Models.Count);
        Assert.Equal(8192, config.Backends[0].ContextLength);
    }

    [GeneratedRegex(@"^# ( *- .*| *[a-zA-Z]+:( .*)?)$")]
    private static partial Regex ExampleLine();

    [GeneratedRegex(@"^( *)# (?=[ a-zA-Z-])")]
    private static partial Regex CommentedOut();

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    [InlineData("routes:\nkeys: ~\nlimits:\n")]
    public void File_Empty_IsTheDefaults(string yaml)
    {
        var config = Configs.Load(yaml);
        Assert.Equal("http://127.0.0.1:4000", config.Listen.Data);
        Assert.Equal((32L << 20, 10_000), (config.Limits.BodySize.Bytes, config.Limits.ConcurrentConnections));
        Assert.Equal(TimeSpan.FromMinutes(2), config.DrainTimeout);
        Assert.False(config.Anonymous);
        Assert.Empty(config.Backends);
        Assert.Empty(config.Routes);
        Assert.Empty(config.Keys);
        Assert.Empty(config.Cors.Origins);
    }

    [Fact]
    public void File_WithEveryKey_IsRead()
    {
        var config = Configs.Load($"""
            listen: {'{'} data: "http://[::1]:5000" {'}'}
            anonymous: true
            backends:
              - name: cloud
                provider: siliconflow
                url: https://api.example.org/v1
                credential: {'{'} env: CLOUD_KEY {'}'}
                connectTimeout: 500ms
                firstByteTimeout: 30s
                idleTimeout: 5m
                totalTimeout: 1h
            routes:
              - name: Chat
                aliases: [对话]
                candidates: [{'{'} backend: CLOUD, model: "a/b:c" {'}'}]
            keys:
              - name: k
                owner: o
                team: t
                sha256: {new string('a', 64)}
                reasoning: reasoning
            limits: {'{'} bodySize: 1GiB, concurrentConnections: 5 {'}'}
            cors: {'{'} origins: ["https://x.example.org"] {'}'}
            drainTimeout: 0s
            """);
        var backend = config.Backends.Single();
        Assert.Equal((ProviderKind.SiliconFlow, "CLOUD_KEY"), (backend.Provider, backend.Credential?.Env));
        Assert.Equal(
            ("00:00:00.5000000", "00:00:30", "00:05:00", "01:00:00"),
            ($"{backend.ConnectTimeout}", $"{backend.FirstByteTimeout}", $"{backend.IdleTimeout}", $"{backend.TotalTimeout}"));
        Assert.Equal([new CandidateConfig { Backend = "CLOUD", Model = "a/b:c" }], config.Routes.Single().Candidates);
        Assert.Equal(
            ("o", "t", ReasoningField.Reasoning), (config.Keys.Single().Owner, config.Keys.Single().Team, config.Keys.Single().Reasoning));
        Assert.Equal(("http://[::1]:5000", true, TimeSpan.Zero), (config.Listen.Data, config.Anonymous, config.DrainTimeout));
        Assert.Equal(
            (1L << 30, 5, "https://x.example.org"),
            (config.Limits.BodySize.Bytes, config.Limits.ConcurrentConnections, config.Cors.Origins.Single()));
    }
}
