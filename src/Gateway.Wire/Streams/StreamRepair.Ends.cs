using System.Buffers;
using Gateway.Wire.Answers;
using Gateway.Wire.Bytes;
using Gateway.Wire.Errors;

namespace Gateway.Wire.Streams;

/// <content>How a stream ends.</content>
internal partial class StreamRepair
{
    /// <summary>The length of the text that ends a complete stream.</summary>
    public static int DoneLength => Done.Length;

    private static ReadOnlySpan<byte> Done => "data: [DONE]\n\n"u8;

    /// <summary>Ends the backend's stream and writes what is missing for an honest end.</summary>
    /// <param name="output">Receives it.</param>
    /// <param name="cause">The reason, unless it ended by itself.</param>
    /// <param name="message">The reason in words.</param>
    public void Finish(IBufferWriter<byte> output, AnswerEnd cause, string message)
    {
        if (End != AnswerEnd.None || IsBroken)
        {
            return;
        }

        if (_joined is { Length: > 0 } half)
        {
            FinishHalf(half, output, cause, message);
        }
        else if (answer.IsFinished && answer.HasAll(settings.Choices))
        {
            WriteAllFinishes(output);
        }
        else
        {
            Fail(output, cause, message);
        }
    }

    private void FinishHalf(PooledBuffer half, IBufferWriter<byte> output, AnswerEnd cause, string message)
    {
        if (_isBare)
        {
            FailOnBareJson(half.Span, output);
        }
        else if (_isError)
        {
            FailAsSaid(half.Span[DataField.Length..], output);
        }
        else
        {
            Fail(output, cause, cause == AnswerEnd.Truncated ? "The backend's stream ended in the middle of an event." : message);
        }

        half.Dispose();
    }

    private LineVerdict ReadDone(IBufferWriter<byte> output)
    {
        if (HasStarted || answer.HoldsReasons)
        {
            WriteAllFinishes(output);
        }
        else
        {
            Fail(output, AnswerEnd.Truncated, "The backend ended the stream without an answer.");
        }

        return LineVerdict.End;
    }

    // Without a finish reason opencode repeats the request forever, and AI SDK and Cline fail.
    private void WriteAllFinishes(IBufferWriter<byte> output)
    {
        for (var choice = answer.NextUnfinished(); choice >= 0; choice = answer.NextUnfinished())
        {
            if (!WriteFinish(output, choice))
            {
                return;
            }
        }

        // Also an answer without a word, if its reason came.
        HasStarted = true;
        End = AnswerEnd.Complete;
        CloseEvent(output);
        if (!_usageIsTold)
        {
            _usage?.Write(output, settings, answer.Form, answer.UsageDetails?.Invoke(answer.Told));
        }

        CutNotice.Write(output, answer);

        output.Write(Done);
    }

    /// <returns>False when the choice is not complete and the stream has failed.</returns>
    private bool WriteFinish(IBufferWriter<byte> output, int choice)
    {
        var reason = answer.EndOf(choice);
        if (!FinishReasons.AdmitsCut(reason) && !answer.CallsAreWhole(choice))
        {
            FailOnToolCall(output);
            return false;
        }

        CloseEvent(output);
        FinishEvent.Write(output, settings, answer.Form, Identity, choice, FinishReasons.Quoted(reason), answer.LetGo(choice));
        answer.Finished(choice);
        return true;
    }

    private void FailOnToolCall(IBufferWriter<byte> output) =>
        Fail(output, AnswerEnd.Truncated, "The backend broke off in the middle of a tool call: its arguments are not whole.");

    private LineVerdict FailAsSaid(ReadOnlySpan<byte> words, IBufferWriter<byte> output)
    {
        Said = BackendErrorText.Read(words);
        Fail(output, AnswerEnd.BackendError, settings.Scrubber.Scrub(Said.Message));
        return LineVerdict.End;
    }

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

    private void CloseEvent(IBufferWriter<byte> output)
    {
        if (_eventIsOpen)
        {
            output.Write("\n"u8);
            _eventIsOpen = _dataIsOpen = false;
        }
    }
}
