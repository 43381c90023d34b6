using Gateway.Wire.Bytes;

namespace Gateway.Wire.Streams;

/// <summary>
/// Feeds arriving bytes to a <see cref="StreamRepair"/> and keeps its output. Bytes that need no change are not copied. An unfinished line
/// waits here until it is complete, and the whole stream waits here until its answer begins.
/// </summary>
internal sealed class StreamPump(StreamRepair repair, HoldShare? share = null) : IDisposable
{
    /// <summary>
    /// The longest line that is held. A longer one is not a chat event, and holding more would let one backend fill the memory.
    /// </summary>
    internal const int MaxLine = 16 * 1024 * 1024;

    /// <summary>The most that is held of a stream before its answer begins, unless a single event is longer.</summary>
    private const int MaxHeld = 256 * 1024;

    /// <summary>How much a stream may hold without being counted. Comments before the answer are passed on as far as they fit.</summary>
    private const int Free = 4 * 1024;

    private readonly PooledBuffer _partial = new();
    private bool _endsAtCr;
    private bool _isHeld;
    private bool _isAlive;
    private int _heldInAll;

    public PooledBuffer Output { get; } = new();

    public bool HasEnded { get; private set; }

    /// <summary>Takes bytes as they arrive.</summary>
    /// <returns>How many of them, from the first, may be passed on unchanged; everything else is in <see cref="Output"/>.</returns>
    public int Take(ReadOnlySpan<byte> bytes) => Take(bytes, maySkipCopy: Output.Length == 0);

    /// <summary>
    /// Takes bytes that arrive before the answer has begun. Their buffer is not passed on, so all output is kept in <see cref="Output"/>.
    /// </summary>
    /// <returns>True when they contain a sign of life: a comment or an empty line.</returns>
    public bool TakeHeld(ReadOnlySpan<byte> bytes)
    {
        (_isHeld, _isAlive) = (true, false);
        _heldInAll += bytes.Length;
        Take(bytes, maySkipCopy: false);
        return _isAlive;
    }

    /// <summary>Ends the stream, for the given cause.</summary>
    public void Finish(AnswerEnd cause, string message)
    {
        if (!HasEnded && _partial.Length > 0 && cause == AnswerEnd.Truncated)
        {
            // A last line without a line end still counts, if it is complete.
            _partial.Append("\n"u8);
            TakeLines(_partial.Span, maySkipCopy: false, keepRest: false, out _);
        }

        End(cause, message);
    }

    public void Dispose()
    {
        _partial.Dispose();
        Output.Dispose();
        share?.TryHold(0);
    }

    private int Take(ReadOnlySpan<byte> bytes, bool maySkipCopy)
    {
        var passed = 0;
        if (_partial.Length == 0)
        {
            passed = TakeLines(bytes, maySkipCopy, keepRest: true, out _);
        }
        else
        {
            // Still the same line: the part already here is not searched again.
            var isSameLine = !SseScanner.HasLineEnd(bytes) && !SseScanner.EndsWithCr(_partial.Span);
            _partial.Append(bytes);
            if (!isSameLine)
            {
                TakeLines(_partial.Span, maySkipCopy: false, keepRest: false, out var used);
                _partial.Consume(used);
            }
        }

        if (_isHeld || _partial.Length > Free || repair.JoinedLength > Free || share is { IsCounted: true })
        {
            EnforceBounds();
        }

        return passed;
    }

    private int TakeLines(ReadOnlySpan<byte> bytes, bool maySkipCopy, bool keepRest, out int used)
    {
        var passed = 0;
        used = 0;
        while (!HasEnded && SseScanner.TryReadLine(bytes[used..], out var line, out var length, _endsAtCr))
        {
            if (_isHeld && IsLeftOut(line))
            {
                used += length;
                continue;
            }

            var isBeforeBlank = SseScanner.IsBeforeBlank(bytes[(used + length)..]);
            var verdict = repair.Read(line, isBeforeBlank, Output);
            _isHeld &= !repair.HasStarted;
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

    // Comments and empty lines are only signs of life. However many come, they cost no memory.
    private bool IsLeftOut(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty ? !repair.IsBetweenEvents : line[0] != (byte)':')
        {
            return false;
        }

        _isAlive = true;
        return Output.Length > Free;
    }

    private void EnforceBounds()
    {
        if (HasEnded)
        {
            share?.TryHold(0);
            return;
        }

        var held = _partial.Length + repair.JoinedLength + (_isHeld ? Output.Length : 0);
        // A committed stream, which other answers could break in the middle, may use more than one that can still go elsewhere.
        if (share?.TryHold(held > (_isHeld ? Free : MaxHeld) ? held : 0) == false)
        {
            End(AnswerEnd.QuotaSpent, "The gateway holds as much of unfinished streams as it may (limits.heldBack).");
        }
        else if (_partial.Length > MaxLine)
        {
            End(AnswerEnd.BackendError, "The backend sent an event that is too long.");
        }
        else if (_isHeld && (_heldInAll > MaxLine || held - EventLength > MaxHeld))
        {
            End(AnswerEnd.BackendError, "The backend sent line after line, but no part of an answer.");
        }
    }

    // A single event may have any length, for example an image; anything else may not.
    private int EventLength => repair.JoinedLength + (_partial.Span.StartsWith("data:"u8) ? _partial.Length : 0);

    private void End(AnswerEnd cause, string message)
    {
        _partial.Dispose();
        share?.TryHold(0);
        HasEnded = true;
        repair.Finish(Output, cause, message);
    }
}
