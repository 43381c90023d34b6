using Gateway.Backends;
using Gateway.Configuration;

namespace Gateway.Tests.Backends;

public sealed class BackendIsMadeTests : IDisposable
{
    private readonly BackendClients _clients = new();

    public void Dispose() => _clients.Dispose();

    [Theory]
    [InlineData("http://a:1")]
    [InlineData("http://a:1/")]
    [InlineData("http://a:1/v1")]
    [InlineData("http://a:1/V1/")]
    public void Address_WithOrWithoutVersion_IsTheSame(string url)
    {
        var backend = new BackendFactory(_clients, TimeProvider.System).Create(Config(url));
        Assert.Equal(("http://a:1/v1/chat/completions", "http://a:1/v1/models"), ($"{backend.ChatCompletions}", $"{backend.Models}"));
    }

    [Fact]
    public void Address_BelowAFolder_KeepsIt() =>
        Assert.Equal("https://a/openai/v1/models", $"{new BackendFactory(_clients, TimeProvider.System).Create(Config("https://a/openai/v1")).Models}");

    [Fact]
    public void Credential_NotSet_IsMissingAndNothingIsSent()
    {
        var backend = new BackendFactory(_clients, TimeProvider.System).Create(Config("http://a") with { Credential = new SecretConfig { Env = "GATEWAY_TEST_NEVER_SET" } });
        Assert.Equal(("the environment variable GATEWAY_TEST_NEVER_SET is not set", null), (backend.Missing, backend.Authorization));
    }

    [Fact]
    public void State_OfAReloadedBackend_Survives()
    {
        var factory = new BackendFactory(_clients, TimeProvider.System);
        var state = factory.Create(Config("http://a")).State;
        Assert.Same(state, factory.Create(Config("http://a") with { IdleTimeout = TimeSpan.FromSeconds(1) }).State);
        Assert.NotSame(state, factory.Create(Config("http://b")).State);
    }

    private static BackendConfig Config(string url) => new() { Name = "x", Provider = ProviderKind.OpenAi, Url = url };
}
