using System.Buffers;
using System.Net.Http.Headers;
using Gateway.Backends.Mends;
using Gateway.Wire.Bytes;
using Gateway.Wire.Streams;

namespace Gateway.Attempts;

/// <summary>
/// Translates an answer from a server's own API to OpenAI's: each line of JSON, or each event, becomes an event of a stream, and a whole
/// body becomes a body. Anything that is not an answer passes unchanged, so that it is judged like any other.
/// </summary>
internal sealed class TranslatedAnswer(Stream source, Translation translation, bool isStreamed) : ForwardOnlyStream
{
    private const int MinRead = 4096;

    private readonly PooledBuffer _taken = new();
    private readonly PooledBuffer _written = new();
    private bool _isOver;

    /// <summary>Replaces a response's content with its translation.</summary>
    public static async ValueTask PutOnAsync(HttpResponseMessage response, Translation translation, bool isStreamed, CancellationToken stop)
    {
        var source = await response.Content.ReadAsStreamAsync(stop);
        response.Content = new AnswerContent(new TranslatedAnswer(source, translation, isStreamed), length: null);
        response.Content.Headers.ContentType = new MediaTypeHeaderValue(isStreamed ? "text/event-stream" : "application/json");
    }

    /// <summary>Writes the request in the server's own API.</summary>
    public static HttpContent Request(ReadOnlySpan<byte> body, ByteEdits edits, Translation translation)
    {
        using var mended = new PooledBuffer();
        edits.Apply(body, mended);
        var written = new ArrayBufferWriter<byte>(mended.Length);
        translation.WriteRequest(mended.Span, written);
        var content = new ReadOnlyMemoryContent(written.WrittenMemory);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_written.Length == 0 && !_isOver)
        {
            var count = await source.ReadAsync(_taken.GetMemory(MinRead), cancellationToken);
            _taken.Advance(count);
            _isOver = count == 0;
            Take();
        }

        var length = Math.Min(buffer.Length, _written.Length);
        _written.Span[..length].CopyTo(buffer.Span);
        _written.Consume(length);
        return length;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _taken.Dispose();
            _written.Dispose();
            source.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Take()
    {
        while (isStreamed && SseScanner.TryReadLine(_taken.Span, out var line, out var length, endsAtCr: _isOver))
        {
            TakeLine(line);
            _taken.Consume(length);
        }

        if (_taken.Length > StreamPump.MaxLine)
        {
            // The reader of the answer reports that it is too long.
            _written.Append(_taken.Span);
            _taken.Dispose();
        }
        else if (_isOver && _taken.Length > 0)
        {
            if (isStreamed)
            {
                TakeLine(_taken.Span);
            }
            else
            {
                translation.WriteAnswer(_taken.Span, _written);
            }

            _taken.Dispose();
        }
    }

    private void TakeLine(ReadOnlySpan<byte> line)
    {
        var text = line.StartsWith("data:"u8) ? line["data:"u8.Length..].TrimStart((byte)' ') : line;
        if (text.IsEmpty)
        {
            return;
        }

        if (text[0] != (byte)'{')
        {
            _written.Append(line);
            _written.Append("\n\n"u8);
            return;
        }

        _written.Append("data: "u8);
        var isLast = translation.WriteAnswer(text, _written);
        _written.Append(isLast ? "\n\ndata: [DONE]\n\n"u8 : "\n\n"u8);
    }
}
