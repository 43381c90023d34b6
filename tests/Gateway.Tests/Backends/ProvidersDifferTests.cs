using Gateway.Backends;
using Gateway.Configuration;
using Gateway.Providers;
using Gateway.Providers.LlamaCpp;
using Gateway.Providers.Vllm;
using Gateway.Routing.Models;
using Gateway.Wire.Errors;

namespace Gateway.Tests.Backends;

public sealed class ProvidersDifferTests : IDisposable
{
    private const Demand Plain =
        Demand.Vision | Demand.Audio | Demand.Tools | Demand.JsonSchema | Demand.ImageAddress | Demand.Choices | Demand.Tokens;

    private readonly BackendClients _clients = new();

    public void Dispose() => _clients.Dispose();

    [Fact]
    public void EveryKind_HasTheProviderOfItsName() =>
        Assert.All(Enum.GetValues<ProviderKind>(), kind => Assert.Equal(kind.ToString().ToLowerInvariant(), Create(kind).Provider.Name));

    [Theory]
    [InlineData("LmStudio", 300)]
    [InlineData("LlamaCpp", 300)]
    [InlineData("Vllm", 60)]
    [InlineData("DeepSeek", 60)]
    public void Silence_BeforeTheFirstByte_IsWaitedForWhereAModelIsLoaded(string kind, int seconds) =>
        Assert.Equal(seconds, Create(Enum.Parse<ProviderKind>(kind)).FirstByteTimeout.TotalSeconds);

    [Theory]
    [InlineData("https://api.deepseek.com")]
    [InlineData("https://api.deepseek.com/")]
    [InlineData("https://api.deepseek.com/v1")]
    public void DeepSeeksAddress_WithOrWithoutVersion_IsTheSame(string url) =>
        Assert.Equal("https://api.deepseek.com/v1/chat/completions", $"{Create(ProviderKind.DeepSeek, url).At(OperationKind.Chat)}");

    [Theory]
    [InlineData("lmstudio", 400, "Model reloaded.", BackendFailure.Unavailable)]
    [InlineData("lmstudio", 400, "Model unloaded by user or API request.", BackendFailure.Unavailable)]
    [InlineData("lmstudio", 400, "The number of tokens to keep is greater than the context length", BackendFailure.ContextTooLong)]
    [InlineData("lmstudio", 500, "context length", BackendFailure.Unavailable)]
    [InlineData("llamacpp", 400, "the request exceeds the available context size, try increasing it", BackendFailure.ContextTooLong)]
    [InlineData("llamacpp", 500, "context size", BackendFailure.Unavailable)]
    [InlineData(
        "vllm", 400, "The decoder prompt (length 9000) is longer than the maximum model length of 8192.", BackendFailure.ContextTooLong)]
    [InlineData("vllm", 400, "max_tokens must be at least 1", BackendFailure.ClientFault)]
    [InlineData(
        "deepseek", 400, "The `reasoning_content` in the thinking mode must be passed back to the API.", BackendFailure.ClientFault)]
    [InlineData("deepseek", 402, "Insufficient Balance", BackendFailure.OutOfCredit)]
    internal void Response_WithoutACodeOfItsOwn_IsClassifiedByItsWords(string name, int status, string message, BackendFailure expected)
    {
        var provider = Create(Enum.Parse<ProviderKind>(name, ignoreCase: true)).Provider;
        Assert.Equal(expected, provider.Classify(status, new BackendErrorText(message, null)));
    }

    [Fact]
    public void Hint_ForAServerOfOnesOwn_NamesThePort()
    {
        var url = new Uri("http://127.0.0.1:8080/v1");
        Provider[] providers = [new LlamaCppProvider(), new VllmProvider()];
        Assert.All(providers, p => Assert.Contains("--port 8080", p.WhenUnreachable(url), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("OpenAi", Plain | Demand.Infill)]
    [InlineData("Vllm", Plain)]
    [InlineData("LlamaCpp", Plain | Demand.Infill)]
    [InlineData("Ollama", (Plain | Demand.Infill) & ~(Demand.ImageAddress | Demand.Choices | Demand.Tokens))]
    [InlineData("LmStudio", Plain & ~(Demand.ImageAddress | Demand.Choices | Demand.Tokens))]
    [InlineData("SiliconFlow", (Plain | Demand.FIM | Demand.Infill) & ~Demand.Tokens)]
    [InlineData("DeepSeek", Demand.Tools | Demand.ImageAddress | Demand.Infill)]
    public void Api_OfAProvider_CarriesWhatItCan(string kind, Demand takes)
    {
        Assert.Equal(takes, Create(Enum.Parse<ProviderKind>(kind)).Traits.Takes);
    }

    [Theory]
    [InlineData("SiliconFlow", "https://api.siliconflow.cn/v1", "siliconflow.cn")]
    [InlineData("SiliconFlow", "https://api.siliconflow.com/v1", "siliconflow.com")]
    [InlineData("SiliconFlow", "http://127.0.0.1:5000", "siliconflow.cn")]
    [InlineData("DeepSeek", "https://api.deepseek.com", "deepseek.com")]
    [InlineData("DeepSeek", "http://127.0.0.1:5000", null)]
    [InlineData("DeepSeek", "https://notdeepseek.com", null)]
    [InlineData("OpenAi", "https://api.openai.com/v1", null)]
    [InlineData("Ollama", "http://127.0.0.1:11434", null)]
    public void PriceList_FollowsTheAddress(string kind, string url, string? list) =>
        Assert.Equal(list, Create(Enum.Parse<ProviderKind>(kind)).Provider.PriceList(new Uri(url)));

    [Fact]
    public void Quantization_IsTakenForGrantedOfOllamaOnly() =>
        Assert.All(Enum.GetValues<ProviderKind>(), kind =>
            Assert.Equal(kind == ProviderKind.Ollama ? "Q4_K_M" : null, Create(kind).Provider.DefaultQuantization));

    private Backend Create(ProviderKind kind, string url = "http://127.0.0.1:1") =>
        new BackendFactory(_clients, TimeProvider.System).Create(new BackendConfig { Name = "x", Provider = kind, Url = url });
}
