using Gateway.Simulator.Models;

namespace Gateway.Simulator.Options;

/// <summary>The options that a simulated backend starts with.</summary>
public sealed record SimulatorOptions
{
    /// <summary>The provider that it imitates.</summary>
    public required Personality Personality { get; init; }

    /// <summary>The port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The models it holds; null takes the default list of the personality.</summary>
    public IReadOnlyList<string>? Models { get; init; }

    /// <summary>The facts about the models, by name. The rest is derived from the name.</summary>
    public IReadOnlyDictionary<string, SimulatedModel>? Facts { get; init; }

    /// <summary>
    /// The models that are loaded at the start, least recently used first. Null follows the personality: the first model in LM Studio, none
    /// elsewhere. It matters where models are loaded on demand: in Ollama, in LM Studio, and in llama.cpp with several models.
    /// </summary>
    public IReadOnlyList<string>? Warm { get; init; }

    /// <summary>
    /// The number of models that can be loaded at once (<c>OLLAMA_MAX_LOADED_MODELS</c>, <c>--models-max</c>). Loading one more unloads the
    /// least recently used one that nobody uses, and waits for it if need be.
    /// </summary>
    public int MaxLoaded { get; init; } = 3;

    /// <summary>
    /// The number of answers that a model gives at once, while further requests wait silently: <c>OLLAMA_NUM_PARALLEL</c>, or the slots of
    /// llama.cpp's server (<c>-np</c>). Null means no limit in Ollama (the real default is 1) and 4 in llama.cpp.
    /// </summary>
    public int? Parallel { get; init; }

    /// <summary>
    /// The number of requests that may wait for a model to load in Ollama, besides the one whose model is being loaded
    /// (<c>OLLAMA_MAX_QUEUE</c>). Requests that wait for a place in a loaded model do not count.
    /// </summary>
    public int MaxQueue { get; init; } = 512;

    /// <summary>
    /// How long llama.cpp's server with one model loads it after the start or after <see cref="SimulatedBackend.Restart"/>. Meanwhile it
    /// answers everything with 503.
    /// </summary>
    public int StartLoadMs { get; init; }

    /// <summary>
    /// How long llama.cpp's server with one model waits without a request before it frees its memory (<c>--sleep-idle-seconds</c>). The
    /// next chat loads the model again, which takes <see cref="Scripts.ModelScript.ColdLoadMs"/>. Null means never.
    /// </summary>
    public int? SleepIdleSeconds { get; init; }

    /// <summary>
    /// The context that the server gives a model which has none of its own (<see cref="SimulatedModel.ServedContext"/>), as far as the
    /// model allows: Ollama's <c>OLLAMA_CONTEXT_LENGTH</c>, or a slot's share of llama.cpp's <c>-c</c>. Null is 4096 in Ollama, its default
    /// on small machines, and 8192 in llama.cpp.
    /// </summary>
    public int? ServerContext { get; init; }

    /// <summary>Simulates an LM Studio before 0.4, for which <c>/api/v1/models</c> is a wrong address.</summary>
    public bool LmStudioBeforeV1 { get; init; }

    /// <summary>
    /// Answers <c>/api/tags</c> and <c>/api/show</c> without being Ollama, as SGLang does. <c>/</c> and <c>/api/version</c> stay unknown.
    /// </summary>
    public bool AlsoAnswersApiTags { get; init; }

    /// <summary>The version that an Ollama reports; null for its personality's version.</summary>
    public string? OllamaVersion { get; init; }

    /// <summary>True when an Ollama is not signed in to its cloud. Its cloud models then ask for a sign-in.</summary>
    public bool IsSignedOut { get; init; }

    /// <summary>The bearer token that requests need; without it they get the provider's 401 body. Null accepts all requests.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The clock of delays and of the <c>created</c> fields.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
