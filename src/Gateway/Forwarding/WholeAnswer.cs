using Gateway.Protocol;
using Gateway.Streaming;

namespace Gateway.Forwarding;

/// <summary>An answer that is not streamed: read whole, checked, mended where a client would break.</summary>
internal static class WholeAnswer
{
    // The longest answers are some hundred thousand tokens; several choices with log probabilities multiply that.
    private const int MaxBody = 64 * 1024 * 1024;

    /// <returns>Null when the response may be committed; its content is then the mended body.</returns>
    public static async ValueTask<BadAnswer?> ReadAsync(
        Exchange exchange, AttemptRecord record, HttpResponseMessage response, AttemptScope scope)
    {
        var body = new PooledBuffer();
        try
        {
            if (!await BodyReader.ReadAsync(response.Content, body, MaxBody, scope))
            {
                record.WasBegun = true;
                body.Dispose();
                return new BadAnswer(BackendFailure.BadAnswer, "its answer is too long.");
            }
        }
        catch
        {
            record.WasBegun = IsBegun(body.Span);
            body.Dispose();
            throw;
        }

        var answer = AnswerStates.Begin(exchange, record);
        record.Answer = answer;
        if (SseScanner.BeginsStream(body.Span) == true)
        {
            var unasked = ReadEvents(exchange, record, body);
            body.Dispose();
            return unasked;
        }

        ReadOnlySpan<byte> mark = [0xEF, 0xBB, 0xBF];
        if (body.Span.StartsWith(mark))
        {
            // No JSON begins with it, and some clients fail on it.
            body.Consume(mark.Length);
        }

        var edits = new ByteEdits();
        var kind = AnswerReader.ReadBody(body.Span, answer, edits);
        if (Judge(kind, body, record, response) is { } fault)
        {
            body.Dispose();
            return fault;
        }

        body = Apply(edits, body);
        record.FirstByteAt = exchange.Time.GetTimestamp();
        response.Content = new AnswerContent(new PooledReadStream(body), body.Length);
        return null;
    }

    /// <summary>Whether a body is an object, which may be an answer or some of one.</summary>
    public static bool IsJson(ReadOnlySpan<byte> body) => body.TrimStart(" \t\r\n"u8) is [(byte)'{', ..];

    // Half an answer cannot be read, but it is one.
    private static bool IsBegun(ReadOnlySpan<byte> body) => IsJson(body) && body.IndexOf("\"choices\""u8) >= 0;

    // A stream that nobody asked for is read to its end all the same: the backend made an answer, and its tokens count.
    private static BadAnswer ReadEvents(Exchange exchange, AttemptRecord record, PooledBuffer body)
    {
        var repair = StreamedAnswer.NewRepair(exchange, record, record.Answer!);
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
            case AnswerKind.UsageOnly or AnswerKind.Empty or AnswerKind.Malformed:
                record.WasBegun = IsBegun(body.Span);
                CountLines(body.Span, record.Answer!);
                return Bad(Describe(body.Span, response.Content.Headers.ContentType?.MediaType));
        }

        return null;
    }

    // Chunks of an answer on lines of their own are no answer that was asked for, but they were made.
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

    // Half an answer is not quoted, nor what may be one: errors hold no one's conversation. A proxy's page explains itself best.
    private static string Describe(ReadOnlySpan<byte> body, string? type) =>
        body.TrimStart(" \t\r\n"u8).IsEmpty ? "it answered 200 with an empty body."
        : IsJson(body) ? "it answered 200 with JSON that is broken or no chat answer."
        : IsPage(body, type) ? $"it answered 200 with a page: {BackendErrorText.Read(body).Message}"
        : $"it answered 200 with something that is no chat answer ({type ?? "of no type"}, {body.Length} bytes).";

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
