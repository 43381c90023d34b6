using System.Collections.Concurrent;
using Gateway.Backends;
using Gateway.Configuration;
using Gateway.Providers.DeepSeek;
using Gateway.Providers.LlamaCpp;
using Gateway.Providers.LmStudio;
using Gateway.Providers.Ollama;
using Gateway.Providers.OpenAi;
using Gateway.Providers.SiliconFlow;
using Gateway.Providers.Vllm;
using Gateway.Routing.Models;

namespace Gateway.Providers;

/// <summary>Creates backends from the configuration, on top of pools and states that outlive it.</summary>
internal sealed class BackendFactory(BackendClients clients, TimeProvider time, BackendNews? news = null)
{
    /// <summary>The longest time for a whole answer, unless configured otherwise.</summary>
    private static readonly TimeSpan DefaultTotalTimeout = TimeSpan.FromMinutes(30);

    /// <summary>DeepSeek documents that it may keep a request waiting this long; nobody else gives a number.</summary>
    private static readonly TimeSpan DefaultAliveTimeout = TimeSpan.FromMinutes(30);

    /// <summary>A slow machine of one's own reads 50 tokens a second.</summary>
    private static readonly TimeSpan PerPromptToken = TimeSpan.FromMilliseconds(20);

    private readonly ConcurrentDictionary<(string Name, string Url), BackendState> _states = new();

    public Backend Create(BackendConfig config)
    {
        var provider = ProviderOf(config.Provider);
        var secret = config.Credential is null ? null : SecretReader.Read(config.Credential);
        var address = BackendAddress.Of(config.Url, config.Provider);
        var traits = TraitsOf(config, provider);
        return new Backend
        {
            Name = config.Name,
            Provider = provider,
            Url = new Uri(config.Url),
            Traits = traits,
            Address = address,
            Operations = [.. Enum.GetValues<OperationKind>().Select(
                o => provider.PathOf(o) is { } path ? new Uri(address.At(path)) : null)],
            Models = new Uri(address.At("/v1/models")),
            Authorization = secret?.Value is { } value ? "Bearer " + value : null,
            Missing = secret?.Missing,
            FirstByteTimeout = config.FirstByteTimeout ?? provider.FirstByteTimeout,
            WarmFirstByteTimeout = config.WarmFirstByteTimeout ?? config.FirstByteTimeout ?? provider.WarmFirstByteTimeout,
            PerPromptToken =
                traits.IsLocal && config is { WarmFirstByteTimeout: null, FirstByteTimeout: null } ? PerPromptToken : TimeSpan.Zero,
            BusyFirstByteTimeout =
                traits.IsLocal && config is { WarmFirstByteTimeout: null, FirstByteTimeout: null }
                    ? Backend.DefaultWholeAnswerTimeout
                    : TimeSpan.Zero,
            AliveTimeout = config.AliveTimeout ?? DefaultAliveTimeout,
            WholeAnswerTimeout = config.FirstByteTimeout ?? Backend.DefaultWholeAnswerTimeout,
            IdleTimeout = config.IdleTimeout ?? provider.IdleTimeout,
            TotalTimeout = config.TotalTimeout ?? DefaultTotalTimeout,
            MaxConcurrent = config.MaxConcurrent ?? 0,
            Queue = config.Queue,
            Client = clients.Get(config.ConnectTimeout ?? provider.ConnectTimeout),
            Watch = clients.Watch(config.ConnectTimeout ?? provider.ConnectTimeout),
            State = _states.GetOrAdd((config.Name, config.Url), _ => new BackendState(time, problem => news?.Tell(config.Name, problem))),
        };
    }

    private static BackendTraits TraitsOf(BackendConfig config, Provider provider) =>
        new(config.Name, config.Local ?? OwnNetwork.Holds(new Uri(config.Url)))
        {
            Takes = provider.Takes,
            Without = OperationSet.Of(Enum.GetValues<OperationKind>().Where(o => provider.PathOf(o) is null)),
            PriceList = config.PriceList ?? provider.PriceList(new Uri(config.Url)),
            DefaultQuantization = provider.DefaultQuantization,
            ContextLength = config.ContextLength,
            CutsSilently = provider.CutsSilently,
            RefusesTooLong = OperationSet.Of(Enum.GetValues<OperationKind>().Where(provider.RefusesTooLong)),
            ReservesAnswer = provider.ReservesAnswer,
            GivesLess = provider.GivesLess,
            DefaultContext = provider.DefaultContext,
            Places = config.MaxConcurrentPerModel,
            // With maxConcurrent alone, the kind's default per model does not apply: the machine's line is the only one.
            DefaultPlaces = config.MaxConcurrent is null ? provider.PlacesPerModel : 0,
            MaySendOn = provider.MaySendOn,
            HasImplicitTag = provider.HasImplicitTag,
        };

    private static Provider ProviderOf(ProviderKind kind) => kind switch
    {
        ProviderKind.Ollama => new OllamaProvider(),
        ProviderKind.SiliconFlow => new SiliconFlowProvider(),
        ProviderKind.LmStudio => new LmStudioProvider(),
        ProviderKind.LlamaCpp => new LlamaCppProvider(),
        ProviderKind.Vllm => new VllmProvider(),
        ProviderKind.DeepSeek => new DeepSeekProvider(),
        ProviderKind.OpenAi => new OpenAiProvider(),
    };
}
