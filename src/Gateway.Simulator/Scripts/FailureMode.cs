using System.Text.Json.Serialization;

namespace Gateway.Simulator.Scripts;

/// <summary>How an answer fails after it has begun.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FailureMode>))]
public enum FailureMode
{
    /// <summary>It does not fail.</summary>
    None,

    /// <summary>An event with an error object, then the end. If the answer is not streamed: status 200 with the error object.</summary>
    ErrorEvent,

    /// <summary>Like <see cref="ErrorEvent"/>, followed by <c>[DONE]</c>.</summary>
    ErrorEventThenDone,

    /// <summary>The error under <c>event: error</c>, then the end.</summary>
    NamedErrorEvent,

    /// <summary>The error object on a line without <c>data:</c>, then the end.</summary>
    BareJsonError,

    /// <summary>The error on a line <c>error:</c> of its own, then <c>[DONE]</c>, as llama.cpp's server of 2025 writes it.</summary>
    ErrorLine,

    /// <summary>An event named <c>error</c> whose data is the error without an envelope: a message and a code.</summary>
    NamedFlatError,

    /// <summary>The error inside a choice, whose finish reason is <c>error</c>, as OpenRouter passes it on.</summary>
    ErrorInChoice,

    /// <summary>
    /// A chunk with an empty model and empty content, then the end, as Ollama hides its errors. If the answer is not streamed: the text so
    /// far, with no finish reason and a usage of zeros.
    /// </summary>
    EmptyModelChunk,

    /// <summary>An orderly end of the response, with neither finish reason nor <c>[DONE]</c>.</summary>
    PlainEnd,

    /// <summary><c>[DONE]</c> with no finish reason before it.</summary>
    ReasonlessDone,

    /// <summary>A response that ends with its connection, which closes early, so the framing does not reveal it.</summary>
    CloseDelimitedEnd,

    /// <summary>A TCP reset.</summary>
    Reset,

    /// <summary>Silence until the client leaves or the model is released. After a release, the answer goes on.</summary>
    Silence,

    /// <summary>A <c>data:</c> line that is not JSON; the answer goes on after it.</summary>
    Malformed,

    /// <summary>Tool arguments cut in the middle, followed by a normal finish reason and <c>[DONE]</c>.</summary>
    CutToolCall,
}
