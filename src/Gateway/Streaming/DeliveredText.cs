using Gateway.Protocol;

namespace Gateway.Streaming;

/// <summary>
/// The text of an answer as the client has it, to be continued from if the answer breaks. Kept as it stood in the events, so that it
/// goes into a request as it is.
/// </summary>
internal sealed class DeliveredText : IDisposable
{
    /// <summary>Some 60,000 tokens; an answer that is longer is not continued.</summary>
    private const int MaxLength = 256 * 1024;

    private readonly PooledBuffer _text = new();

    /// <summary>What was delivered, as it stands between quotes in JSON.</summary>
    public ReadOnlySpan<byte> Span => _text.Span;

    /// <summary>Whether there is more than is kept.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>The identity of the answer's first event; null before there is one.</summary>
    public AnswerIdentity? Identity { get; private set; }

    /// <summary>Adds what an event brought.</summary>
    /// <param name="payload">The event.</param>
    /// <param name="content">Its text, with its quotes.</param>
    public void Add(ReadOnlySpan<byte> payload, JsonRange content)
    {
        Identity ??= AnswerIdentity.Of(payload);
        if (content.IsAbsent || IsTooLong)
        {
            return;
        }

        if (_text.Length + content.Length > MaxLength)
        {
            IsTooLong = true;
            _text.Dispose();
            return;
        }

        _text.Append(payload.Slice(content.Start + 1, content.Length - 2));
    }

    public void Dispose() => _text.Dispose();
}
