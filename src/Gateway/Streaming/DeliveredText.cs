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
    /// <param name="text">What it adds.</param>
    /// <param name="edits">With these the client gets the event.</param>
    public void Add(ReadOnlySpan<byte> payload, in DeltaText text, ByteEdits edits)
    {
        Identity ??= AnswerIdentity.Of(payload, edits);
        var added = text.Content.IsAbsent || !text.Rewritten.IsEmpty
            ? text.Rewritten.Span
            : payload.Slice(text.Content.Start + 1, text.Content.Length - 2);
        if (added.IsEmpty || IsTooLong)
        {
            return;
        }

        if (_text.Length + added.Length > MaxLength)
        {
            IsTooLong = true;
            _text.Dispose();
            return;
        }

        _text.Append(added);
    }

    public void Dispose() => _text.Dispose();
}
