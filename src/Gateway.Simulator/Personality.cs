namespace Gateway.Simulator;

/// <summary>Whose wire a simulated backend speaks.</summary>
public enum Personality
{
    /// <summary>Ollama 0.32.6 and later: the role once, an empty last delta.</summary>
    Ollama,

    /// <summary>Ollama before 0.32.6: the role on every chunk, the finish reason beside empty content.</summary>
    OllamaOld,

    /// <summary>SiliconFlow: usage on every chunk, explicit nulls, errors in several shapes.</summary>
    SiliconFlow,

    /// <summary>The shape of OpenAI itself.</summary>
    OpenAi,
}
