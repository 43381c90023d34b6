using Gateway.Protocol;

namespace Gateway.Streaming;

/// <summary>
/// Feeds bytes to a <see cref="StreamRepair"/> as they come and keeps what it makes of them. Bytes in which nothing must change
/// are not copied. An unfinished line waits here until the rest of it has come.
/// </summary>
internal sealed class StreamPump(StreamRepair repair) : IDisposable
{
    /// <summary>A line longer than this is no event of a chat; holding more would let one backend fill the memory.</summary>
    internal const int MaxLine = 16 * 1024 * 1024;

    private readonly PooledBuffer _partial = new();
    private bool _endsAtCr;

    public PooledBuffer Output { get; } = new();

    public bool HasEnded { get; private set; }

    /// <summary>Takes bytes.</summary>
    /// <returns>How many of them, from the first, may be passed on as they are; all else stands in <see cref="Output"/>.</returns>
    public int Take(ReadOnlySpan<byte> bytes) => Take(bytes, maySkipCopy: Output.Length == 0);

    /// <summary>Takes bytes whose buffer will not be passed on: all output is kept in <see cref="Output"/>.</summary>
    public void TakeCopy(ReadOnlySpan<byte> bytes) => Take(bytes, maySkipCopy: false);

    /// <summary>The source is over.</summary>
    public void Finish(AnswerEnd cause, string message)
    {
        if (!HasEnded && _partial.Length > 0 && cause == AnswerEnd.Truncated)
        {
            // A last line without its end still counts, if it is whole.
            _partial.Append("\n"u8);
            TakeLines(_partial.Span, maySkipCopy: false, keepRest: false, out _);
        }

        _partial.Dispose();
        HasEnded = true;
        repair.Finish(Output, cause, message);
    }

    public void Dispose()
    {
        _partial.Dispose();
        Output.Dispose();
    }

    private int Take(ReadOnlySpan<byte> bytes, bool maySkipCopy)
    {
        if (_partial.Length == 0)
        {
            return TakeLines(bytes, maySkipCopy, keepRest: true, out _);
        }

        var isSameLine = !SseScanner.HasLineEnd(bytes) && !SseScanner.EndsWithCr(_partial.Span);
        _partial.Append(bytes);
        if (isSameLine)
        {
            // Still the same line: what is there already is not searched again.
            EnforceMaxLine();
            return 0;
        }

        TakeLines(_partial.Span, maySkipCopy: false, keepRest: false, out var used);
        _partial.Consume(used);
        EnforceMaxLine();
        return 0;
    }

    private int TakeLines(ReadOnlySpan<byte> bytes, bool maySkipCopy, bool keepRest, out int used)
    {
        var passed = 0;
        used = 0;
        while (!HasEnded && SseScanner.TryReadLine(bytes[used..], out var line, out var length, _endsAtCr))
        {
            var isBeforeBlank = SseScanner.IsBeforeBlank(bytes[(used + length)..]);
            var verdict = repair.Read(line, isBeforeBlank, Output);
            var endsAtCr = SseScanner.EndsWithCr(bytes.Slice(used, length));
            _endsAtCr |= endsAtCr;
            maySkipCopy &= verdict == LineVerdict.Pass && !endsAtCr;
            if (maySkipCopy)
            {
                passed += length;
            }
            else if (verdict == LineVerdict.Pass)
            {
                Output.Append(endsAtCr ? line : bytes.Slice(used, length));
                Output.Append(endsAtCr ? "\n"u8 : default);
            }

            HasEnded = verdict == LineVerdict.End;
            used += length;
        }

        if (keepRest && !HasEnded)
        {
            _partial.Append(bytes[used..]);
        }

        return passed;
    }

    private void EnforceMaxLine()
    {
        if (_partial.Length > MaxLine)
        {
            HasEnded = true;
            _partial.Dispose();
            repair.Finish(Output, AnswerEnd.BackendError, "The backend sent an event that is too long.");
        }
    }
}
