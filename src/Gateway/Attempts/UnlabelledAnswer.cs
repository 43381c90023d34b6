using Gateway.Wire.Bytes;
using Gateway.Wire.Streams;

namespace Gateway.Attempts;

/// <summary>
/// An answer to a stream request that is not labelled as a stream. It may be a stream all the same, or a whole answer, which is then turned
/// into a stream; anything else is no answer.
/// </summary>
internal static class UnlabelledAnswer
{
    private const int PeekSize = 4096;
    private const int MaxHead = 64 * 1024;

    /// <returns>Null when the response may be committed; its content is then the repaired stream.</returns>
    public static async ValueTask<BadAnswer?> BeginAsync(
        AttemptContext context, AttemptRecord record, HttpResponseMessage response, AttemptScope scope, TimeSpan firstLimit)
    {
        var source = await response.Content.ReadAsStreamAsync(scope.Token);
        var head = new PooledBuffer();
        var label = response.Content.Headers.ContentType;
        response.Content = new AnswerContent(new PrefixedStream(head, source), length: null);
        response.Content.Headers.ContentType = label;
        if (!await BeginsStreamAsync(source, head, scope))
        {
            if (await WholeAnswer.ReadAsync(context, record, response, scope) is { } bad)
            {
                // A backend's own error speaks for itself.
                return bad.Said is null ? bad with { Message = $"it was asked for a stream, and {bad.Message}" } : bad;
            }

            using var whole = response.Content;
            var events = AnswerEvents.Of(await whole.ReadAsByteArrayAsync(scope.Token));
            response.Content = new AnswerContent(new PooledReadStream(events), events.Length);
        }

        var streamed = new StreamedAnswer(context, record, response, scope);
        return streamed.Judge(await streamed.BeginsAsync(), firstLimit);
    }

    private static async ValueTask<bool> BeginsStreamAsync(Stream source, PooledBuffer head, AttemptScope scope)
    {
        while (true)
        {
            var count = await source.ReadAsync(head.GetMemory(PeekSize), scope.Token);
            head.Advance(count);
            var begins = SseScanner.BeginsStream(head.Span);
            if (count == 0 || begins is not null || head.Length > MaxHead)
            {
                return begins == true;
            }

            // Empty lines are only a sign of life, so they are not kept.
            scope.ShowsLife();
            var empty = head.Span.IndexOfAnyExcept(" \t\r\n"u8);
            head.Consume(empty < 0 ? head.Length : empty);
        }
    }
}
