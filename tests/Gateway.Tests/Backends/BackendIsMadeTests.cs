using Gateway.Backends;
using Gateway.Configuration;
using Gateway.Providers;
using Gateway.Routing.Models;

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
        Assert.Equal(
            ("http://a:1/v1/chat/completions", "http://a:1/v1/models"), ($"{backend.At(OperationKind.Chat)}", $"{backend.Models}"));
    }

    [Theory]
    [InlineData("https://a/openai/v1")]
    [InlineData("https://a/api/paas/v4")]
    [InlineData("https://a/api/paas/v4/")]
    [InlineData("https://a/api/v3")]
    [InlineData("https://a/compatible-mode/v1")]
    [InlineData("https://a/V2")]
    [InlineData("https://a/v1beta")]
    [InlineData("https://a/v1beta/openai")]
    [InlineData("https://a/v1/openai/")]
    [InlineData("https://a/inference")]
    [InlineData("https://a/serving-endpoints")]
    public void Address_WithAPathOfItsOwn_IsUsedAsWritten(string url)
    {
        var backend = new BackendFactory(_clients, TimeProvider.System).Create(Config(url));
        Assert.Equal(
            (url.TrimEnd('/') + "/chat/completions", url.TrimEnd('/') + "/models"),
            ($"{backend.At(OperationKind.Chat)}", $"{backend.Models}"));
    }

    // Of these it is known where they have what; a path is that of a proxy before them.
    [Theory]
    [InlineData("http://a:11434", "http://a:11434/v1/models", "http://a:11434/api/tags")]
    [InlineData("http://a:11434/v1", "http://a:11434/v1/models", "http://a:11434/api/tags")]
    [InlineData("https://a/ollama", "https://a/ollama/v1/models", "https://a/ollama/api/tags")]
    [InlineData("https://a/ollama/v1/", "https://a/ollama/v1/models", "https://a/ollama/api/tags")]
    [InlineData("https://a/v2", "https://a/v2/models", "https://a/api/tags")]
    public void Address_OfAnOllama_HasBothItsApis(string url, string models, string tags)
    {
        var address = BackendAddress.Of(url, ProviderKind.Ollama);
        Assert.Equal((models, tags), (address.At("/v1/models"), address.At("/api/tags")));
    }

    [Fact]
    public void Credential_NotSet_IsMissingAndNothingIsSent()
    {
        var backend = new BackendFactory(_clients, TimeProvider.System).Create(
            Config("http://a") with { Credential = new SecretConfig { Env = "GATEWAY_TEST_NEVER_SET" } });
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
