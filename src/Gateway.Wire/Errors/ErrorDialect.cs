namespace Gateway.Wire.Errors;

/// <summary>The API whose error shape is used.</summary>
internal enum ErrorDialect
{
    /// <summary><c>{"error":{"message","type","param","code"}}</c></summary>
    OpenAi,

    /// <summary><c>{"type":"error","error":{"type","message"}}</c></summary>
    Anthropic,

    /// <summary><c>{"error":"text"}</c>: an object there throws in OllamaSharp and reads "[object Object]" in ollama-js.</summary>
    Ollama,
}
