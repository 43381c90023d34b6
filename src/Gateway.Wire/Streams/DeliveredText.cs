using Gateway.Wire.Answers;
using Gateway.Wire.Bytes;

namespace Gateway.Wire.Streams;

/// <summary>
/// The text the client has of an answer, from which it can be continued if it breaks. Kept as written in the events, so that it
/// can go into a request unchanged.
/// </summary>
internal sealed class DeliveredText : IDisposable
{
    /// <summary>Some 60,000 tokens; a longer answer is not continued.</summary>
    private const int MaxLength = 256 * 1024;

    private readonly PooledBuffer _text = new();

    /// <summary>The delivered text as written between JSON quotes.</summary>
    public ReadOnlySpan<byte> Span => _text.Span;

    /// <summary>True when there is more text than is kept.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>The identity of the answer's first event; null before that.</summary>
    public AnswerIdentity? Identity { get; private set; }

    /// <summary>Adds the text of an event.</summary>
    /// <param name="payload">The event.</param>
    /// <param name="text">The text it adds.</param>
    /// <param name="edits">The edits with which the client gets the event.</param>
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
