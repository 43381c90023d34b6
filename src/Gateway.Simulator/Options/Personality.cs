namespace Gateway.Simulator.Options;

/// <summary>The provider that a simulated backend imitates.</summary>
public enum Personality
{
    /// <summary>Ollama 0.33: the role once, an empty last delta.</summary>
    Ollama,

    /// <summary>Ollama 0.20: the role on every chunk, the finish reason beside empty content.</summary>
    OllamaOld,

    /// <summary>SiliconFlow: usage on every chunk, explicit nulls, errors in several shapes.</summary>
    SiliconFlow,

    /// <summary>The shape of OpenAI itself.</summary>
    OpenAi,

    /// <summary>LM Studio: errors are often bare text, and a wrong address gets 200.</summary>
    LmStudio,

    /// <summary>The server of llama.cpp: choices before the id, timings beside the usage, numbers as error codes.</summary>
    LlamaCpp,

    /// <summary>vLLM: reasoning in <c>reasoning</c>, explicit nulls, an error in mid-stream followed by <c>[DONE]</c>.</summary>
    Vllm,

    /// <summary>DeepSeek's cloud: usage beside the finish reason, empty lines and comments while it is busy.</summary>
    DeepSeek,
}
