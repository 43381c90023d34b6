using System.Buffers;

namespace Gateway.Backends.Mends;

/// <summary>
/// Translates an operation for servers with their own API for it: requests from OpenAI's format to theirs, answers
/// from theirs to OpenAI's. Stateless.
/// </summary>
internal abstract class Translation
{
    /// <summary>Its path after the backend's root.</summary>
    public abstract string Path { get; }

    /// <summary>Writes a request that is already mended.</summary>
    public abstract void WriteRequest(ReadOnlySpan<byte> body, IBufferWriter<byte> output);

    /// <summary>Writes one JSON text of an answer: an event of a stream, or the whole. Anything else, such as an
    /// error, goes unchanged.</summary>
    /// <returns>True when the answer ends with it.</returns>
    public abstract bool WriteAnswer(ReadOnlySpan<byte> json, IBufferWriter<byte> output);
}
