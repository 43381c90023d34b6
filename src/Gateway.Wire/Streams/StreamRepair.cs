using System.Buffers;
using Gateway.Wire.Answers;
using Gateway.Wire.Bytes;
using Gateway.Wire.Errors;

namespace Gateway.Wire.Streams;

/// <summary>
/// Decides line by line which parts of a backend's stream the client gets. A stream ends with a known finish reason and <c>[DONE]</c>, or
/// with one error event and no <c>[DONE]</c>; there is no third way.
/// </summary>
internal partial class StreamRepair(AnswerState answer, StreamSettings settings)
{
    private static readonly byte[] DataField = "data: "u8.ToArray();

    private readonly ByteEdits _edits = new();
    private SplitEvent? _split;
    private PooledBuffer? _joined;
    private AnswerIdentity? _identity;
    private UsageEvent? _usage;
    private bool _usageIsTold;
    private bool _dropsBlank;
    private bool _eventIsOpen;
    private bool _dataIsOpen;
    private bool _isError;
    private bool _isBare;

    public AnswerState Answer => answer;

    /// <summary>
    /// True once an event with content has come, and not only one that opens the answer. At this point the answer is committed.
    /// </summary>
    public bool HasStarted { get; private set; }

    /// <summary>True when an empty line here would not end an event.</summary>
    public bool IsBetweenEvents => !_eventIsOpen && !_dropsBlank;

    /// <summary>The bytes held of an event that spans several lines.</summary>
    public int JoinedLength => _joined?.Length ?? 0;

    public AnswerEnd End { get; protected set; }

    /// <summary>True when the stream broke where it can be continued, and the client was not told.</summary>
    public virtual bool IsBroken => false;

    /// <summary>The failure, in the backend's words or the gateway's.</summary>
    public string? Failure { get; private set; }

    /// <summary>The backend's own error, if it sent one.</summary>
    public BackendErrorText? Said { get; private set; }

    /// <param name="line">One line without its end.</param>
    /// <param name="isBeforeBlank">True when the next line is known to be empty, so that this is the last line of its event.</param>
    /// <param name="output">Receives what replaces the line.</param>
    public LineVerdict Read(ReadOnlySpan<byte> line, bool isBeforeBlank, IBufferWriter<byte> output)
    {
        if (_isBare)
        {
            return ReadBareJson(line, output);
        }

        if (line.IsEmpty)
        {
            return ReadBlank(output);
        }

        if (line.StartsWith("data:"u8))
        {
            return ReadData(line, line[5..].TrimStart((byte)' '), isBeforeBlank, output);
        }

        return line[0] == (byte)':' ? ReadComment(line, output) : ReadOther(line, isBeforeBlank, output);
    }

    /// <summary>The identity of added events, when the answer began as another or holds reasons back; null for its own.</summary>
    protected virtual AnswerIdentity? Identity => _identity;

    /// <summary>True when an event of the answer is left out although nothing is wrong with it.</summary>
    protected virtual bool Drops(in DeltaText text) => false;

    /// <summary>Sees an event that is about to pass, and may edit it further.</summary>
    protected virtual void OnPassing(ReadOnlySpan<byte> payload, in DeltaText text, ByteEdits edits, ref MixedDelta mixed)
    {
    }

    /// <summary>True when a failure is kept from the client because the answer may be continued.</summary>
    protected virtual bool Withholds(AnswerEnd end) => false;

    private LineVerdict ReadEvent(ReadOnlySpan<byte> line, ReadOnlySpan<byte> payload, IBufferWriter<byte> output)
    {
        var kind = AnswerReader.ReadChunk(payload, answer, _edits, out var mixed, out var text, settings.KeepsUsageOnly);
        switch (kind)
        {
            // Before the answer begins, a role or an empty delta that is already held back would come twice.
            case AnswerKind.Content when Drops(text) || (text.Repeats && !HasStarted):
                _dropsBlank = true;
                return LineVerdict.Drop;
            case AnswerKind.Content:
                HasStarted |= text.Says;
                break;
            case AnswerKind.UsageOnly when settings.KeepsUsageOnly && !_usageIsTold && !text.Usage.IsAbsent
                && answer is { IsFinished: true, HoldsReasons: false }:
                // The usage is where it belongs. Counts on other events are no longer needed.
                _usageIsTold = true;
                break;
            case AnswerKind.UsageOnly when settings.KeepsUsageOnly && !_usageIsTold && (_usage is null || !text.Usage.IsAbsent):
                OnPassing(payload, text, _edits, ref mixed);
                (_usage ??= new UsageEvent()).TakeWhole(payload, _edits);
                _dropsBlank = true;
                return LineVerdict.Drop;
            case AnswerKind.UsageOnly or AnswerKind.Empty:
                _dropsBlank = true;
                return LineVerdict.Drop;
            case AnswerKind.BrokenToolCall:
                FailOnToolCall(output);
                return LineVerdict.End;
            case AnswerKind.Error:
                return FailAsSaid(payload, output);
            case AnswerKind.GaveUp:
                Fail(output, AnswerEnd.BackendError, "The backend gave up in the middle of the answer: its finish reason says so.");
                return LineVerdict.End;
            case AnswerKind.Malformed or AnswerKind.NotAsAsked:
                Fail(output, AnswerEnd.BackendError, "The backend sent an event that is not JSON.");
                return LineVerdict.End;
        }

        if (answer.HoldsReasons)
        {
            // Events written at the end get the same identity as the rest.
            _identity ??= AnswerIdentity.Of(payload, _edits);
        }

        OnPassing(payload, text, _edits, ref mixed);
        if (settings.KeepsUsageOnly && !_usageIsTold && !text.Usage.IsAbsent)
        {
            (_usage ??= new UsageEvent()).Take(payload, text.Usage, _edits);
        }

        if (mixed.IsMixed)
        {
            (_split ??= new SplitEvent()).Write(line, payload, mixed, _edits, output);
            _dataIsOpen = true;
            return Replaced();
        }

        _dataIsOpen = true;
        return _edits.IsEmpty ? Passed() : Copied(line, payload, output);
    }

    private LineVerdict Passed()
    {
        _eventIsOpen = true;
        return LineVerdict.Pass;
    }

    private LineVerdict Replaced()
    {
        _eventIsOpen = true;
        return LineVerdict.Replaced;
    }

    private LineVerdict Copied(ReadOnlySpan<byte> line, IBufferWriter<byte> output)
    {
        output.Write(line);
        output.Write("\n"u8);
        return Replaced();
    }

    private LineVerdict Copied(ReadOnlySpan<byte> line, ReadOnlySpan<byte> payload, IBufferWriter<byte> output)
    {
        output.Write(line[..^payload.Length]);
        _edits.Apply(payload, output);
        output.Write("\n"u8);
        return Replaced();
    }
}
