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

    /// <summary>How many models can be loaded at once; one more unloads the least recently used.</summary>
    public int MaxLoaded { get; init; } = 3;

    /// <summary>Makes LM Studio a version before 0.4, to which <c>/api/v1/models</c> is a wrong address.</summary>
    public bool LmStudioBeforeV1 { get; init; }

    /// <summary>
    /// Answers <c>/api/tags</c> and <c>/api/show</c> without being Ollama, as SGLang does; <c>/</c> and <c>/api/version</c>
    /// stay unknown.
    /// </summary>
    public bool AlsoAnswersApiTags { get; init; }

    /// <summary>Whether an Ollama is not signed in to its cloud, whose models then ask for that.</summary>
    public bool IsSignedOut { get; init; }

    /// <summary>When set, requests need it as a bearer token and get the provider's 401 body otherwise.</summary>
    public string? ApiKey { get; init; }

    /// <summary>The clock of delays and of the <c>created</c> fields.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
