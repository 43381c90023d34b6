namespace Gateway.Clients.Tests.Readers;

/// <summary>The client libraries whose way of reading a stream is written here after their source, since they are not run.</summary>
public enum Client
{
    /// <summary>langchain-openai for Python.</summary>
    LangChain,

    /// <summary>pydantic-ai.</summary>
    PydanticAi,

    /// <summary>AutoGen.</summary>
    AutoGen,

    /// <summary>openai-python; litellm, aider and llm read as it does.</summary>
    OpenAiPython,

    /// <summary>LlamaIndex.</summary>
    LlamaIndex,

    /// <summary>Open WebUI.</summary>
    OpenWebUi,

    /// <summary>Continue's adapter, in the editor and in <c>cn</c>.</summary>
    Continue,

    /// <summary>The AI SDK's schema, at its strictest.</summary>
    AiSdk,

    /// <summary>OpenAI's .NET library.</summary>
    OpenAiDotNet,
}
