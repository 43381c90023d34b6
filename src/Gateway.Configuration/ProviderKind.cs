namespace Gateway.Configuration;

/// <summary>The kind of API a backend speaks. Written in lower case.</summary>
internal enum ProviderKind
{
    OpenAi,
    Ollama,
    SiliconFlow,
    LmStudio,
    LlamaCpp,
    Vllm,
    DeepSeek,
}
