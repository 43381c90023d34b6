using Gateway.Protocol;

namespace Gateway.Forwarding;

/// <summary>An answer that is not streamed: read whole, checked, mended where a client would break.</summary>
internal static class WholeAnswer
{
    // The longest answers are some hundred thousand tokens; several choices with log probabilities multiply that.
    private const int MaxBody = 64 * 1024 * 1024;

    /// <returns>Null when the response may be committed; its content is then the mended body.</returns>
    public static async ValueTask<BadAnswer?> ReadAsync(
        Exchange exchange, AttemptRecord record, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var body = new PooledBuffer();
        try
        {
            if (!await BodyReader.ReadAsync(response.Content, body, MaxBody, cancellationToken))
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
        var edits = new ByteEdits();
        var kind = AnswerReader.ReadBody(body.Span, answer, edits);
        if (Judge(kind, body) is { } bad)
        {
            (record.Answer, record.WasBegun) = (answer, kind == AnswerKind.Malformed && IsBegun(body.Span));
            body.Dispose();
            return bad;
        }

        body = Apply(edits, body);
        (record.Answer, record.FirstByteAt) = (answer, exchange.Time.GetTimestamp());
        response.Content = new AnswerContent(new PooledReadStream(body), body.Length);
        return null;
    }

    // Half an answer cannot be read, but it is one.
    private static bool IsBegun(ReadOnlySpan<byte> body) => IsJson(body) && body.IndexOf("\"choices\""u8) >= 0;

    private static BadAnswer? Judge(AnswerKind kind, PooledBuffer body) =>
        kind switch
        {
            AnswerKind.Content => null,
            AnswerKind.Error => new BadAnswer(BackendFailure.BadAnswer, BackendErrorText.Read(body.Span).Message),
            AnswerKind.BrokenToolCall => new BadAnswer(BackendFailure.BadAnswer, "it broke off in the middle of a tool call: the arguments are not whole."),
            AnswerKind.Empty => new BadAnswer(BackendFailure.BadAnswer, "it answered 200 with an empty answer of no model."),
            AnswerKind.GaveUp => new BadAnswer(BackendFailure.BadAnswer, "it gave up in the middle of the answer."),
            _ when body.Length == 0 => new BadAnswer(BackendFailure.BadAnswer, "it answered 200 with an empty body."),
            // Half an answer is not quoted: errors hold no one's conversation. A proxy's page explains itself best.
            _ when IsJson(body.Span) => new BadAnswer(BackendFailure.BadAnswer, "it answered 200 with JSON that is broken or no chat answer."),
            _ => new BadAnswer(BackendFailure.BadAnswer, $"it answered 200 with something that is no chat answer: {BackendErrorText.Read(body.Span).Message}"),
        };

    public static bool IsJson(ReadOnlySpan<byte> body) => body.TrimStart(" \t\r\n"u8) is [(byte)'{', ..];

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
