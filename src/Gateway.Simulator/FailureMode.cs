using System.Text.Json.Serialization;

namespace Gateway.Simulator;

/// <summary>How an answer fails after it has begun.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FailureMode>))]
public enum FailureMode
{
    /// <summary>It does not.</summary>
    None,

    /// <summary>An event with an error object, then the end. Not streamed: status 200 with the error object.</summary>
    ErrorEvent,

    /// <summary>As <see cref="ErrorEvent"/>, with <c>[DONE]</c> behind it.</summary>
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
    /// A chunk with an empty model and empty content, then the end, as Ollama hides its errors. Not streamed: what there was of the text,
    /// without a finish reason and with a usage of zeros.
    /// </summary>
    EmptyModelChunk,

    /// <summary>An orderly end of the response without finish reason and <c>[DONE]</c>.</summary>
    PlainEnd,

    /// <summary><c>[DONE]</c> without any finish reason before it.</summary>
    ReasonlessDone,

    /// <summary>A response framed by the end of its connection, which ends early: framing does not betray it.</summary>
    CloseDelimitedEnd,

    /// <summary>A TCP reset.</summary>
    Reset,

    /// <summary>Nothing more until the client leaves or the model is released; released, it goes on.</summary>
    Silence,

    /// <summary>A <c>data:</c> line that is not JSON; the answer goes on after it.</summary>
    Malformed,

    /// <summary>Tool arguments cut in the middle, with an innocent finish reason and <c>[DONE]</c>.</summary>
    CutToolCall,
}
