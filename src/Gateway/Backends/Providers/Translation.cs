using System.Buffers;

namespace Gateway.Backends.Providers;

/// <summary>
/// How an operation is spoken by servers that have words of their own for it: a request as OpenAI has it is written in theirs, and their answer
/// in OpenAI's. Holds no state.
/// </summary>
internal abstract class Translation
{
    /// <summary>Its address, behind the backend's root.</summary>
    public abstract string Path { get; }

    /// <summary>Writes a request that is mended already.</summary>
    public abstract void WriteRequest(ReadOnlySpan<byte> body, IBufferWriter<byte> output);

    /// <summary>Writes one JSON text of an answer: an event of a stream, or the whole. What is none, an error for one, goes as it is.</summary>
    /// <returns>Whether the answer ends with it.</returns>
    public abstract bool WriteAnswer(ReadOnlySpan<byte> json, IBufferWriter<byte> output);
}
