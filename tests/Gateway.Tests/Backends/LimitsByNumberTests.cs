using Gateway.Backends;
using Gateway.Configuration;

namespace Gateway.Tests.Backends;

/// <summary>Reliability 4: connect 2 s at home and 5 s in the cloud; the first event 300 s on own machines and 60 s elsewhere; 60 s of silence; 30 minutes in all, and for a backend that shows it lives.</summary>
public sealed class LimitsByNumberTests : IDisposable
{
    private readonly BackendClients _clients = new();

    public void Dispose() => _clients.Dispose();

    [Theory]
    [InlineData("Ollama", 300, 300)]
    [InlineData("LmStudio", 300, 300)]
    [InlineData("LlamaCpp", 300, 300)]
    [InlineData("Vllm", 60, 300)]
    [InlineData("SiliconFlow", 60, 60)]
    [InlineData("DeepSeek", 60, 60)]
    [InlineData("OpenAi", 60, 60)]
    public void Limits_OfABackend_AreThese(string kind, int firstByte, int warmFirstByte)
    {
        var backend = Create(Enum.Parse<ProviderKind>(kind));
        Assert.Equal(
            (TimeSpan.FromSeconds(firstByte), TimeSpan.FromSeconds(warmFirstByte), TimeSpan.FromSeconds(60), TimeSpan.FromMinutes(30)),
            (backend.FirstByteTimeout, backend.WarmFirstByteTimeout, backend.IdleTimeout, backend.TotalTimeout));
        Assert.Equal(TimeSpan.FromMinutes(30), backend.AliveTimeout);
        var connects = backend.Provider.LoadsModels ? 2 : 5;
        Assert.Equal(TimeSpan.FromSeconds(connects), backend.Provider.ConnectTimeout);
    }

    [Theory]
    [InlineData("Ollama", 1)]
    [InlineData("SiliconFlow", 0)]
    public void Places_OfABackend_AreThese(string kind, int places) =>
        Assert.Equal(places, Create(Enum.Parse<ProviderKind>(kind)).MaxConcurrent);

    private Backend Create(ProviderKind kind) =>
        new BackendFactory(_clients, TimeProvider.System).Create(new BackendConfig { Name = "it", Provider = kind, Url = "http://127.0.0.1:1" });
}
