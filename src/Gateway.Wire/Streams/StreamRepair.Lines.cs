using System.Buffers;
using System.Text;
using System.Text.Json;
using Gateway.Wire.Answers;
using Gateway.Wire.Bytes;

namespace Gateway.Wire.Streams;

/// <content>Turns lines into events: data on several lines, on none, or in no field.</content>
internal partial class StreamRepair
{
    private LineVerdict ReadBlank(IBufferWriter<byte> output)
    {
        if (_joined is { Length: > 0 })
        {
            return ReadJoined(output);
        }

        // The lines already passed on need it to end their event.
        var drops = _dropsBlank && !_eventIsOpen;
        _dropsBlank = _eventIsOpen = _dataIsOpen = _isError = false;
        return drops ? LineVerdict.Drop : LineVerdict.Pass;
    }

    private LineVerdict ReadData(ReadOnlySpan<byte> line, ReadOnlySpan<byte> payload, bool isBeforeBlank, IBufferWriter<byte> output)
    {
        if (_joined is { Length: > 0 })
        {
            return Join("\n"u8, payload, output);
        }

        var word = payload.TrimEnd((byte)' ');
        if (IsDone(word))
        {
            return ReadDone(output);
        }

        if ((word.IsEmpty || word.SequenceEqual("null"u8)) && !_isError)
        {
            // A keep-alive. AI SDK and others would parse it as an event.
            _dropsBlank = true;
            return LineVerdict.Drop;
        }

        if (!isBeforeBlank && payload is [(byte)'{' or (byte)'[' or (byte)'"', ..] && !IsWhole(payload))
        {
            return Join(DataField, payload, output);
        }

        if (_isError)
        {
            return FailAsSaid(payload, output);
        }

        // This server ends an event with a single line end: a reader that keeps to the standard would take two events for one.
        var wasOpen = _dataIsOpen;
        if (wasOpen)
        {
            CloseEvent(output);
        }

        var verdict = ReadEvent(line, payload, output);
        return verdict == LineVerdict.Pass && wasOpen ? Copied(line, output) : verdict;
    }

    // Some servers write it as a JSON string or in another case.
    private static bool IsDone(ReadOnlySpan<byte> word) =>
        Ascii.EqualsIgnoreCase(word, "[DONE]"u8) || Ascii.EqualsIgnoreCase(word, "\"[DONE]\""u8);

    // An event may span several lines, split wherever JSON allows white space. It waits for its last line.
    private LineVerdict Join(ReadOnlySpan<byte> before, ReadOnlySpan<byte> payload, IBufferWriter<byte> output)
    {
        _joined ??= new PooledBuffer();
        _joined.Append(before);
        _joined.Append(payload);
        if (_joined.Length > StreamPump.MaxLine)
        {
            _joined.Dispose();
            Fail(output, AnswerEnd.BackendError, "The backend sent an event that is too long.");
            return LineVerdict.End;
        }

        return LineVerdict.Drop;
    }

    private LineVerdict ReadJoined(IBufferWriter<byte> output)
    {
        var line = _joined!.Span.ToArray();
        _joined.Dispose();
        if (_isError)
        {
            return FailAsSaid(line.AsSpan(DataField.Length), output);
        }

        if (IsWhole(line.AsSpan(DataField.Length)))
        {
            // JSON strings contain no raw line breaks.
            line.AsSpan().Replace((byte)'\n', (byte)' ');
        }

        var verdict = ReadEvent(line, line.AsSpan(DataField.Length), output);
        if (verdict == LineVerdict.End)
        {
            return verdict;
        }

        if (verdict == LineVerdict.Pass)
        {
            Copied(line, output);
        }

        // The empty line at this position.
        _dropsBlank = _isError = false;
        CloseEvent(output);
        return LineVerdict.Replaced;
    }

    private static bool IsWhole(ReadOnlySpan<byte> text)
    {
        try
        {
            // Told that more may come, so that incomplete JSON does not throw.
            var state = new JsonReaderState(new JsonReaderOptions { MaxDepth = JsonText.MaxDepth });
            var json = new Utf8JsonReader(text, isFinalBlock: false, state);
            return json.Read() && json.TrySkip() && !json.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private LineVerdict ReadOther(ReadOnlySpan<byte> line, bool isBeforeBlank, IBufferWriter<byte> output)
    {
        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        if (line.StartsWith(mark))
        {
            var verdict = Read(line[mark.Length..], isBeforeBlank, output);
            return verdict == LineVerdict.Pass ? Copied(line[mark.Length..], output) : verdict;
        }

        switch (StreamLine.Of(line))
        {
            case StreamLineKind.Field:
                return Passed();
            case StreamLineKind.ErrorName:
                // It belongs to an event that ours replaces, which has no name.
                _isError = true;
                return LineVerdict.Drop;
            case StreamLineKind.Ignored:
                _dropsBlank = true;
                return LineVerdict.Drop;
            case StreamLineKind.Error:
                return FailAsSaid(line[Math.Min(line.Length, "error:".Length)..], output);
            case StreamLineKind.Json:
                return ReadBareJson(line, output);
            case StreamLineKind.Text:
                // It may be half an event with part of the answer in it, so it is not quoted.
                Fail(output, AnswerEnd.BackendError, "The backend sent a line that is no event of a stream.");
                return LineVerdict.End;
        }

        return LineVerdict.Drop;
    }

    // Some servers report a failure like this after their stream began, on one line or indented. No stream client
    // would read an answer in this form.
    private LineVerdict ReadBareJson(ReadOnlySpan<byte> line, IBufferWriter<byte> output)
    {
        if (!_isBare && IsWhole(line))
        {
            return FailOnBareJson(line, output);
        }

        var isLong = Join(_isBare ? "\n"u8 : default, line, output) == LineVerdict.End;
        _isBare = true;
        return isLong ? LineVerdict.End
            : line is [.., (byte)'}' or (byte)']'] && IsWhole(_joined!.Span) ? FailOnBareJson(_joined.Span, output)
            : LineVerdict.Drop;
    }

    private LineVerdict FailOnBareJson(ReadOnlySpan<byte> line, IBufferWriter<byte> output)
    {
        if (AnswerReader.ReadChunk(line, answer, _edits, out _, out _) == AnswerKind.Error)
        {
            return FailAsSaid(line, output);
        }

        Fail(output, AnswerEnd.BackendError, "The backend sent JSON that is no event of a stream.");
        return LineVerdict.End;
    }

    // Continue takes a comment that begins with "ping" for the end of the stream.
    private LineVerdict ReadComment(ReadOnlySpan<byte> line, IBufferWriter<byte> output)
    {
        if (!line.StartsWith(": ping"u8))
        {
            return Passed();
        }

        return Copied(": keep-alive"u8, output);
    }
}
