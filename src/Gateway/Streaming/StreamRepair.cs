using System.Buffers;
using Gateway.Protocol;

namespace Gateway.Streaming;

/// <summary>
/// Decides line by line what of a backend's stream the client gets. A stream ends with a known finish reason and <c>[DONE]</c>, or
/// with one error event and no <c>[DONE]</c>; there is no third way.
/// </summary>
internal class StreamRepair(AnswerState answer, StreamSettings settings)
{
    /// <summary>The length of what ends a whole stream.</summary>
    public static int DoneLength => Done.Length;

    private static ReadOnlySpan<byte> Done => "data: [DONE]\n\n"u8;

    private readonly ByteEdits _edits = new();
    private SplitEvent? _split;
    private UsageEvent? _usage;
    private bool _usageIsTold;
    private bool _dropsBlank;
    private bool _eventIsOpen;

    public AnswerState Answer => answer;

    /// <summary>Whether an event has come that the client may be shown: the point at which the answer is committed.</summary>
    public bool HasStarted { get; private set; }

    public AnswerEnd End { get; protected set; }

    /// <summary>Whether it broke where it can be continued, and nothing was said of that to the client.</summary>
    public virtual bool IsBroken => false;

    /// <summary>What the backend, or the gateway of it, says went wrong.</summary>
    public string? Failure { get; private set; }

    /// <summary>Set before the last line, when the source ended without ending it.</summary>
    public bool IsCutShort { private get; set; }

    /// <param name="line">One line without its end.</param>
    /// <param name="output">Gets what takes the line's place.</param>
    public LineVerdict Read(ReadOnlySpan<byte> line, IBufferWriter<byte> output)
    {
        if (line.IsEmpty)
        {
            // Lines that were passed need it to end their event.
            var drops = _dropsBlank && !_eventIsOpen;
            _dropsBlank = false;
            _eventIsOpen = false;
            return drops ? LineVerdict.Drop : LineVerdict.Pass;
        }

        if (line.StartsWith("data:"u8))
        {
            var payload = line[5..].TrimStart((byte)' ');
            return payload.TrimEnd((byte)' ').SequenceEqual("[DONE]"u8) ? ReadDone(output) : ReadEvent(line, payload, output);
        }

        if (line[0] == (byte)':')
        {
            return ReadComment(line, output);
        }

        if (line[0] == (byte)'{')
        {
            return ReadBareJson(line, output);
        }

        // The name `error` belongs to an event that is replaced by ours, which has none.
        return line.SequenceEqual("event: error"u8) || line.SequenceEqual("event:error"u8) ? LineVerdict.Drop : Passed();
    }

    /// <summary>The backend's stream is over; writes what is missing for an honest end.</summary>
    /// <param name="cause">Why it is over, unless it ended by itself.</param>
    public void Finish(IBufferWriter<byte> output, AnswerEnd cause, string message)
    {
        if (End != AnswerEnd.None || IsBroken)
        {
            return;
        }

        if (answer.IsFinished)
        {
            WriteDone(output);
            return;
        }

        Fail(output, cause, message);
    }

    /// <summary>What events that are added are called by, in an answer that began as another; null for its own.</summary>
    protected virtual AnswerIdentity? Identity => null;

    /// <summary>Whether an event of the answer is left out, though nothing is wrong with it.</summary>
    protected virtual bool Drops(in DeltaText text) => false;

    /// <summary>Sees an event that is about to pass, and may change more of it.</summary>
    protected virtual void OnPassing(ReadOnlySpan<byte> payload, in DeltaText text, ByteEdits edits, ref MixedDelta mixed)
    {
    }

    /// <summary>Whether a failure is kept from the client, since the answer may be continued.</summary>
    protected virtual bool Withholds(AnswerEnd end) => false;

    private LineVerdict ReadDone(IBufferWriter<byte> output)
    {
        if (!HasStarted)
        {
            Fail(output, AnswerEnd.Truncated, "The backend ended the stream without an answer.");
            return LineVerdict.End;
        }

        // opencode repeats the request for ever without a finish reason, AI SDK and Cline fail.
        for (var choice = answer.NextUnfinished(); choice >= 0; choice = answer.NextUnfinished())
        {
            if (!answer.ToolCallsAreWhole(choice))
            {
                FailOnToolCall(output);
                return LineVerdict.End;
            }

            WriteFinish(output, choice);
            answer.Finished(choice);
        }

        WriteDone(output);
        return LineVerdict.End;
    }

    // How some servers report a failure after their stream began. An answer in this form no client of a stream would read.
    private LineVerdict ReadBareJson(ReadOnlySpan<byte> line, IBufferWriter<byte> output)
    {
        if (AnswerReader.ReadChunk(line, answer, _edits, out _, out _) == AnswerKind.Error)
        {
            Fail(output, AnswerEnd.BackendError, settings.Scrubber.Scrub(BackendErrorText.Read(line).Message));
        }
        else
        {
            Fail(output, AnswerEnd.BackendError, "The backend sent JSON that is no event of a stream.");
        }

        return LineVerdict.End;
    }

    private LineVerdict ReadEvent(ReadOnlySpan<byte> line, ReadOnlySpan<byte> payload, IBufferWriter<byte> output)
    {
        var kind = AnswerReader.ReadChunk(payload, answer, _edits, out var mixed, out var text, settings.KeepsUsageOnly);
        switch (kind)
        {
            case AnswerKind.Content when Drops(text):
                _dropsBlank = true;
                return LineVerdict.Drop;
            case AnswerKind.Content:
                // A leading event without choices, such as a usage of zero, is no sign of an answer yet.
                HasStarted |= answer.HasChoices;
                break;
            case AnswerKind.UsageOnly when settings.KeepsUsageOnly && !_usageIsTold && answer.IsFinished && !text.Usage.IsAbsent:
                // Where it belongs. The figures that stand in others are no longer needed.
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
                Fail(output, AnswerEnd.BackendError, settings.Scrubber.Scrub(BackendErrorText.Read(payload).Message));
                return LineVerdict.End;
            case AnswerKind.GaveUp:
                Fail(output, AnswerEnd.BackendError, "The backend gave up in the middle of the answer.");
                return LineVerdict.End;
            case AnswerKind.Malformed when IsCutShort:
                Fail(output, AnswerEnd.Truncated, "The backend's stream ended in the middle of an event.");
                return LineVerdict.End;
            case AnswerKind.Malformed:
                Fail(output, AnswerEnd.BackendError, "The backend sent an event that is not JSON.");
                return LineVerdict.End;
        }

        OnPassing(payload, text, _edits, ref mixed);
        if (settings.KeepsUsageOnly && !_usageIsTold && !text.Usage.IsAbsent)
        {
            (_usage ??= new UsageEvent()).Take(payload, text.Usage, _edits);
        }

        if (mixed.IsMixed)
        {
            (_split ??= new SplitEvent()).Write(line, payload, mixed, _edits, output);
            return Replaced();
        }

        if (_edits.IsEmpty)
        {
            return Passed();
        }

        output.Write(line[..^payload.Length]);
        _edits.Apply(payload, output);
        output.Write("\n"u8);
        return Replaced();
    }

    // Continue takes a comment that begins with "ping" for the end of the stream.
    private LineVerdict ReadComment(ReadOnlySpan<byte> line, IBufferWriter<byte> output)
    {
        if (!line.StartsWith(": ping"u8))
        {
            return Passed();
        }

        output.Write(": keep-alive\n"u8);
        return Replaced();
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

    private void FailOnToolCall(IBufferWriter<byte> output) =>
        Fail(output, AnswerEnd.Truncated, "The backend broke off in the middle of a tool call: its arguments are not whole.");

    private void Fail(IBufferWriter<byte> output, AnswerEnd end, string message)
    {
        Failure = message;
        CloseEvent(output);
        if (Withholds(end))
        {
            return;
        }

        End = end;
        ErrorBody.WriteStreamEvent(output, message);
    }

    private void WriteDone(IBufferWriter<byte> output)
    {
        End = AnswerEnd.Complete;
        CloseEvent(output);
        if (!_usageIsTold)
        {
            _usage?.Write(output, settings);
        }

        output.Write(Done);
    }

    private void WriteFinish(IBufferWriter<byte> output, int choice)
    {
        CloseEvent(output);
        FinishEvent.Write(output, settings, Identity, choice, answer.HasToolCalls(choice) ? FinishReasons.ToolCalls : FinishReasons.Stop, answer.LetGo(choice));
    }

    private void CloseEvent(IBufferWriter<byte> output)
    {
        if (_eventIsOpen)
        {
            output.Write("\n"u8);
            _eventIsOpen = false;
        }
    }
}
