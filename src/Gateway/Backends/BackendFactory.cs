using System.Collections.Concurrent;
using Gateway.Backends.Providers;
using Gateway.Configuration;
using Gateway.Routing.Models;

namespace Gateway.Backends;

/// <summary>Makes backends of the configuration, over pools and states that survive it.</summary>
internal sealed class BackendFactory(BackendClients clients, TimeProvider time)
{
    /// <summary>Longest time for one whole answer, unless the configuration says otherwise.</summary>
    private static readonly TimeSpan DefaultTotalTimeout = TimeSpan.FromMinutes(30);

    /// <summary>A long answer at a slow local model's pace: 3,000 tokens at 10 a second.</summary>
    public static readonly TimeSpan DefaultWholeAnswerTimeout = TimeSpan.FromMinutes(5);

    /// <summary>DeepSeek documents that it may keep a request waiting for as long; nobody else tells a number.</summary>
    private static readonly TimeSpan DefaultAliveTimeout = TimeSpan.FromMinutes(30);

    /// <summary>A slow own machine reads 50 tokens a second.</summary>
    private static readonly TimeSpan PerPromptToken = TimeSpan.FromMilliseconds(20);

    private readonly ConcurrentDictionary<(string Name, string Url), BackendState> _states = new();

    public Backend Create(BackendConfig config)
    {
        var provider = ProviderOf(config.Provider);
        var secret = config.Credential is null ? null : SecretReader.Read(config.Credential);
        var root = config.Url.TrimEnd('/');
        // Operators write the address with or without the version; both mean the same.
        root = root.EndsWith("/v1", StringComparison.OrdinalIgnoreCase) ? root[..^3] : root;
        var traits = TraitsOf(config, provider);
        return new Backend
        {
            Name = config.Name,
            Provider = provider,
            Url = new Uri(config.Url),
            Traits = traits,
            Root = root.TrimEnd('/'),
            ChatCompletions = new Uri(root + "/v1/chat/completions"),
            Models = new Uri(root + "/v1/models"),
            Authorization = secret?.Value is { } value ? "Bearer " + value : null,
            Missing = secret?.Missing,
            FirstByteTimeout = config.FirstByteTimeout ?? provider.FirstByteTimeout,
            WarmFirstByteTimeout = config.WarmFirstByteTimeout ?? config.FirstByteTimeout ?? provider.WarmFirstByteTimeout,
            PerPromptToken =
                traits.IsLocal && config is { WarmFirstByteTimeout: null, FirstByteTimeout: null } ? PerPromptToken : TimeSpan.Zero,
            AliveTimeout = config.AliveTimeout ?? DefaultAliveTimeout,
            WholeAnswerTimeout = config.FirstByteTimeout ?? DefaultWholeAnswerTimeout,
            IdleTimeout = config.IdleTimeout ?? provider.IdleTimeout,
            TotalTimeout = config.TotalTimeout ?? DefaultTotalTimeout,
            MaxConcurrent = config.MaxConcurrent ?? provider.MaxConcurrent,
            Queue = config.Queue,
            Client = clients.Get(config.ConnectTimeout ?? provider.ConnectTimeout),
            State = _states.GetOrAdd((config.Name, config.Url), _ => new BackendState(time)),
        };
    }

    private static BackendTraits TraitsOf(BackendConfig config, Provider provider) => new(config.Name, config.Local ?? OwnNetwork.Holds(new Uri(config.Url)))
    {
        Takes = provider.Takes,
        PriceList = provider.PriceList(new Uri(config.Url)),
        DefaultQuantization = provider.DefaultQuantization,
        ContextLength = config.ContextLength,
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
        _ => new OpenAiProvider(),
    };
}
