namespace Gateway.Simulator;

/// <summary>What a simulated backend is started with.</summary>
public sealed record SimulatorOptions
{
    /// <summary>Whose wire it speaks.</summary>
    public required Personality Personality { get; init; }

    /// <summary>The port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>The models it holds; null takes the default list of the personality.</summary>
    public IReadOnlyList<string>? Models { get; init; }

    /// <summary>What is true of the models, by name; what is not given is derived from the name.</summary>
    public IReadOnlyDictionary<string, SimulatedModel>? Facts { get; init; }

    /// <summary>
    /// The models that are loaded at first, least recently used first; null takes the habit of the personality, which is
    /// the first model in LM Studio and none elsewhere. It matters where models are loaded on demand: in Ollama, in LM
    /// Studio, and in llama.cpp with several models.
    /// </summary>
    public IReadOnlyList<string>? Warm { get; init; }

    /// <summary>
    /// How many models can be loaded at once (<c>OLLAMA_MAX_LOADED_MODELS</c>, <c>--models-max</c>); one more unloads the least recently used
    /// that nobody uses, and waits for it if need be.
    /// </summary>
    public int MaxLoaded { get; init; } = 3;

    /// <summary>
    /// How many answers a model gives at once, while further requests wait in silence: <c>OLLAMA_NUM_PARALLEL</c>, or the slots of llama.cpp's
    /// server (<c>-np</c>). Null is any number in Ollama, where the real one's default is 1, and 4 in llama.cpp.
    /// </summary>
    public int? Parallel { get; init; }

    /// <summary>
    /// How many requests may wait until a model is loaded in Ollama, beside the one whose model is being loaded (<c>OLLAMA_MAX_QUEUE</c>).
    /// Those who wait for a place in a loaded model are not counted.
    /// </summary>
    public int MaxQueue { get; init; } = 512;

    /// <summary>
    /// How long llama.cpp's server with one model loads it after its start, or after <see cref="SimulatedBackend.Restart"/>, during which it
    /// answers everything with 503.
    /// </summary>
    public int StartLoadMs { get; init; }

    /// <summary>
    /// After how long without a request llama.cpp's server with one model frees its memory (<c>--sleep-idle-seconds</c>): the next chat loads it
    /// again, for as long as <see cref="ModelScript.ColdLoadMs"/> says. Null is never.
    /// </summary>
    public int? SleepIdleSeconds { get; init; }

    /// <summary>
    /// The context that the server gives a model which has none of its own (<see cref="SimulatedModel.ServedContext"/>), as far as the model
    /// allows it: Ollama's <c>OLLAMA_CONTEXT_LENGTH</c>; a slot's share of llama.cpp's <c>-c</c>. Null is 4096 in Ollama, which is its default on
    /// small machines, and 8192 in llama.cpp.
    /// </summary>
    public int? ServerContext { get; init; }

    /// <summary>Makes LM Studio a version before 0.4, to which <c>/api/v1/models</c> is a wrong address.</summary>
    public bool LmStudioBeforeV1 { get; init; }

    /// <summary>
    /// Answers <c>/api/tags</c> and <c>/api/show</c> without being Ollama, as SGLang does; <c>/</c> and <c>/api/version</c>
    /// stay unknown.
    /// </summary>
    public bool AlsoAnswersApiTags { get; init; }

    /// <summary>The version that an Ollama tells of itself; null is that of its personality.</summary>
    public string? OllamaVersion { get; init; }

    /// <summary>Whether an Ollama is not signed in to its cloud, whose models then ask for that.</summary>
    public bool IsSignedOut { get; init; }

    /// <summary>When set, requests need it as a bearer token and get the provider's 401 body otherwise.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The clock of delays and of the <c>created</c> fields.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
