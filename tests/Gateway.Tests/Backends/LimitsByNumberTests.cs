using Gateway.Backends;
using Gateway.Configuration;
using Gateway.Providers;

namespace Gateway.Tests.Backends;

/// <summary>
/// The time limits: 2 s to connect to own machines and 5 s to the cloud; 300 s to the first event on own machines and 60 s elsewhere; 60 s
/// of silence; 30 minutes in all, and for a backend that shows signs of life.
/// </summary>
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
    public void Places_OfAModel_AreThese_AndOfTheMachineNone(string kind, int places)
    {
        var backend = Create(Enum.Parse<ProviderKind>(kind));
        Assert.Equal((0, null, places), (backend.MaxConcurrent, backend.Traits.Places, backend.Traits.DefaultPlaces));
    }

    [Theory]
    [InlineData("Ollama", 4, null, 4, null, 0)]
    [InlineData("Ollama", 4, 2, 4, 2, 0)]
    [InlineData("Ollama", null, 2, 0, 2, 1)]
    [InlineData("Ollama", 0, null, 0, null, 0)]
    [InlineData("LlamaCpp", 4, null, 4, null, 0)]
    public void Places_ThatTheOperatorSays_GoBeforeTheProviders(
        string kind, int? machine, int? perModel, int maxConcurrent, int? places, int byDefault)
    {
        var backend = Create(Enum.Parse<ProviderKind>(kind), machine, perModel);
        Assert.Equal((maxConcurrent, places, byDefault), (backend.MaxConcurrent, backend.Traits.Places, backend.Traits.DefaultPlaces));
    }

    private Backend Create(ProviderKind kind, int? machine = null, int? perModel = null) =>
        new BackendFactory(_clients, TimeProvider.System).Create(new BackendConfig
        {
            Name = "it",
            Provider = kind,
            Url = "http://127.0.0.1:1",
            MaxConcurrent = machine,
            MaxConcurrentPerModel = perModel,
        });
}
