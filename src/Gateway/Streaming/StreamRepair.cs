using System.Buffers;
using Gateway.Protocol;

namespace Gateway.Streaming;

/// <summary>
/// Decides line by line what of a backend's stream the client gets. A stream ends with a known finish reason and <c>[DONE]</c>, or
/// with one error event and no <c>[DONE]</c>; there is no third way.
/// </summary>
internal sealed class StreamRepair(AnswerState answer, StreamSettings settings)
{
    private static readonly byte[] Null = "null"u8.ToArray();

    private readonly ByteEdits _edits = new();
    private ByteEdits? _secondEdits;
    private bool _dropsBlank;
    private bool _eventIsOpen;
    private AnswerEnd _brokenAs;

    public AnswerState Answer => answer;

    /// <summary>Whether an event has come that the client may be shown: the point at which the answer is committed.</summary>
    public bool HasStarted { get; private set; }

    public AnswerEnd End { get; private set; }

    /// <summary>Keeps the text for a continuation; null where an answer that breaks has failed.</summary>
    public DeliveredText? Delivered { get; init; }

    /// <summary>The answer that this stream continues: of it, text and calls pass, as that answer's. Null when it stands for itself.</summary>
    public AnswerIdentity? Continues { get; init; }

    /// <summary>
    /// Whether it broke where it can be continued, and nothing was said of that to the client. It has no <see cref="End"/> then
    /// until <see cref="GiveUp"/>.
    /// </summary>
    public bool IsBroken => End == AnswerEnd.None && _brokenAs != AnswerEnd.None;

    /// <summary>Whether it never can be continued, whatever comes.</summary>
    public bool IsBeyondContinuing => Delivered is not { IsTooLong: false } || (answer.HasChoices && !answer.IsPlainText);

    /// <summary>Whether it broke by silence.</summary>
    public bool IsStalled => _brokenAs == AnswerEnd.Stalled;

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

    /// <summary>Ends a broken stream that nobody continues, as if that had never been tried.</summary>
    public void GiveUp(IBufferWriter<byte> output)
    {
        End = _brokenAs;
        ErrorBody.WriteStreamEvent(output, Failure!);
    }

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
        if (AnswerReader.ReadChunk(line, answer, _edits, out _) == AnswerKind.Error)
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
        var kind = AnswerReader.ReadChunk(payload, answer, _edits, out var mixed);
        switch (kind)
        {
            // What a client takes for the beginning of an answer, and thoughts behind the text that they should stand before.
            case AnswerKind.Content when Continues is not null && answer is { Content.IsAbsent: true, IsFinished: false, ToolCalls: null }:
                _dropsBlank = true;
                return LineVerdict.Drop;
            case AnswerKind.Content:
                // A leading event without choices, such as a usage of zero, is no sign of an answer yet.
                HasStarted |= answer.HasChoices;
                break;
            case AnswerKind.UsageOnly when settings.KeepsUsageOnly:
                break;
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

        Delivered?.Add(payload, answer.Content);
        if (Continues is not null)
        {
            TakeOver(payload, mixed);
        }
        else if (mixed.IsMixed)
        {
            WriteSplit(line, payload, mixed, output);
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

    private void TakeOver(ReadOnlySpan<byte> payload, in MixedDelta mixed)
    {
        Continues!.PutOn(payload, _edits);
        if (mixed.IsMixed)
        {
            _edits.Replace(mixed.Reasoning.Start, mixed.Reasoning.Length, Null);
        }
    }

    // First the reasoning alone, then the rest with the finish reason, if any.
    private void WriteSplit(ReadOnlySpan<byte> line, ReadOnlySpan<byte> payload, in MixedDelta mixed, IBufferWriter<byte> output)
    {
        var first = _secondEdits ??= new ByteEdits();
        first.Clear();
        foreach (ref readonly var edit in _edits.InOrder)
        {
            if (edit.Start != mixed.FinishReason.Start)
            {
                first.Replace(edit.Start, edit.Length, edit.Replacement);
            }
        }

        first.Replace(mixed.Content.Start, mixed.Content.Length, Null);
        if (!mixed.FinishReason.IsAbsent)
        {
            first.Replace(mixed.FinishReason.Start, mixed.FinishReason.Length, Null);
        }

        _edits.Replace(mixed.Reasoning.Start, mixed.Reasoning.Length, Null);
        output.Write(line[..^payload.Length]);
        first.Apply(payload, output);
        output.Write("\n\n"u8);
        output.Write(line[..^payload.Length]);
        _edits.Apply(payload, output);
        output.Write("\n"u8);
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
        if (end != AnswerEnd.Drained && MayBeContinued)
        {
            _brokenAs = end;
            return;
        }

        End = end;
        ErrorBody.WriteStreamEvent(output, message);
    }

    private bool MayBeContinued => HasStarted && !IsBeyondContinuing && Delivered is { Span.IsEmpty: false } && !answer.IsFinished;

    private void WriteDone(IBufferWriter<byte> output)
    {
        End = AnswerEnd.Complete;
        CloseEvent(output);
        output.Write("data: [DONE]\n\n"u8);
    }

    private void WriteFinish(IBufferWriter<byte> output, int choice)
    {
        CloseEvent(output);
        FinishEvent.Write(output, settings, Continues, choice, answer.HasToolCalls(choice) ? FinishReasons.ToolCalls : FinishReasons.Stop);
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
