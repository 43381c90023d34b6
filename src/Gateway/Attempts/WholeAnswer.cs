using Gateway.Wire.Answers;
using Gateway.Wire.Bytes;
using Gateway.Wire.Errors;
using Gateway.Wire.Streams;

namespace Gateway.Attempts;

/// <summary>Reads a whole answer that is not streamed, checks it, and mends it where a client would break.</summary>
internal static class WholeAnswer
{
    /// <returns>Null when the response may be committed; its content is then the mended body.</returns>
    public static async ValueTask<BadAnswer?> ReadAsync(
        AttemptContext context, AttemptRecord record, HttpResponseMessage response, AttemptScope scope)
    {
        var body = new PooledBuffer();
        try
        {
            if (!await BodyReader.ReadAsync(response.Content, body, context.Inquiry.Operation.MaxAnswer, scope))
            {
                record.WasBegun = true;
                body.Dispose();
                return new BadAnswer(BackendFailure.BadAnswer, "its answer is too long.");
            }
        }
        catch
        {
            record.WasBegun = context.Inquiry.Operation.IsBegun(body.Span);
            body.Dispose();
            throw;
        }

        var answer = AnswerStates.Begin(context, record);
        record.Answer = answer;
        if (SseScanner.BeginsStream(body.Span) == true)
        {
            var unasked = ReadEvents(context, record, body);
            body.Dispose();
            return unasked;
        }

        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        if (body.Span.StartsWith(mark))
        {
            // JSON never begins with a byte order mark, and some clients fail on it.
            body.Consume(mark.Length);
        }

        var edits = new ByteEdits();
        var kind = context.Inquiry.Operation.ReadAnswer(body.Span, context.Inquiry.Head, answer, edits);
        if (Judge(kind, body, record, response) is { } fault)
        {
            body.Dispose();
            return fault;
        }

        body = Apply(edits, body);
        record.FirstByteAt = context.Time.GetTimestamp();
        response.Content = new AnswerContent(new PooledReadStream(body), body.Length);
        return null;
    }

    // A stream that nobody asked for is still read to its end: the backend made an answer, and its tokens count.
    private static BadAnswer ReadEvents(AttemptContext context, AttemptRecord record, PooledBuffer body)
    {
        var repair = StreamedAnswer.NewRepair(context, record, record.Answer!);
        using var pump = new StreamPump(repair);
        pump.Take(body.Span);
        if (!pump.HasEnded)
        {
            pump.Finish(AnswerEnd.Truncated, "it broke off.");
        }

        return repair.Said is not null
            ? StreamedAnswer.Explain(record, repair)
            : Bad("it was asked for a whole answer and sent a stream.");
    }

    private static BadAnswer? Judge(AnswerKind kind, PooledBuffer body, AttemptRecord record, HttpResponseMessage response)
    {
        switch (kind)
        {
            case AnswerKind.Content:
                return null;
            case AnswerKind.Error:
                return ErrorUnder200.Read(record, BackendErrorText.Read(body.Span));
            case AnswerKind.BrokenToolCall:
                return Bad("it broke off in the middle of a tool call: the arguments are not whole.");
            case AnswerKind.GaveUp:
                return Bad("it gave up in the middle of the answer.");
            case AnswerKind.NotAsAsked:
                return new BadAnswer(BackendFailure.Incapable, record.Context.Inquiry.Operation.NotAsAskedInWords);
            case AnswerKind.UsageOnly or AnswerKind.Empty or AnswerKind.Malformed:
                record.WasBegun = record.Context.Inquiry.Operation.IsBegun(body.Span);
                CountLines(body.Span, record.Answer!);
                return Bad(
                    Describe(record.Context.Inquiry.Operation.AnswerInWords, body.Span, response.Content.Headers.ContentType?.MediaType));
        }

        return null;
    }

    // Chunks of an answer on separate lines are not the answer asked for, but their tokens were used.
    private static void CountLines(ReadOnlySpan<byte> body, AnswerState answer)
    {
        var edits = new ByteEdits();
        while (SseScanner.TryReadLine(body, out var line, out var length))
        {
            if (line is [(byte)'{', .., (byte)'}'])
            {
                AnswerReader.ReadChunk(line, answer, edits, out _, out _);
            }

            body = body[length..];
        }
    }

    // Half an answer, or what may be one, is not quoted: errors hold nobody's conversation. A proxy's page explains itself best.
    private static string Describe(string answer, ReadOnlySpan<byte> body, string? type) =>
        body.TrimStart(" \t\r\n"u8).IsEmpty ? "it answered 200 with an empty body."
        : JsonText.IsObject(body) ? $"it answered 200 with JSON that is broken or no {answer}."
        : IsPage(body, type) ? $"it answered 200 with a page: {BackendErrorText.Read(body).Message}"
        : $"it answered 200 with something that is no {answer} ({type ?? "of no type"}, {body.Length} bytes).";

    private static bool IsPage(ReadOnlySpan<byte> body, string? type) =>
        string.Equals(type, "text/html", StringComparison.OrdinalIgnoreCase) && body.TrimStart(" \t\r\n"u8) is [(byte)'<', ..];

    private static BadAnswer Bad(string message) => new(BackendFailure.BadAnswer, message);

    private static PooledBuffer Apply(ByteEdits edits, PooledBuffer body)
    {
        if (edits.IsEmpty)
        {
            return body;
        }

        var mended = new PooledBuffer();
        edits.Apply(body.Span, mended);
        body.Dispose();
        return mended;
    }
}
