using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Gateway.Telemetry;

/// <summary>A log line being rendered, in UTF-8. Each thread that logs keeps one and fills it again for its next line.</summary>
internal sealed class LineBuffer : IBufferWriter<byte>
{
    /// <summary>One long line must not make every thread that wrote one keep its buffer.</summary>
    private const int MostKept = 8 * 1024;

    private byte[] _bytes = new byte[1024];
    private int _length;
    private Utf8JsonWriter? _json;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    /// <summary>Returns a JSON writer for this buffer, at the beginning of a document.</summary>
    public Utf8JsonWriter Json(JsonWriterOptions options)
    {
        _json ??= new Utf8JsonWriter(this, options);
        _json.Reset(this);
        return _json;
    }

    public void Clear()
    {
        _length = 0;
        if (_bytes.Length > MostKept)
        {
            _bytes = new byte[1024];
        }
    }

    public void Advance(int count) => _length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _bytes.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _bytes.AsSpan(_length);
    }

    public void Add(ReadOnlySpan<byte> text)
    {
        text.CopyTo(GetSpan(text.Length));
        _length += text.Length;
    }

    public void Add(ReadOnlySpan<char> text) =>
        _length += Encoding.UTF8.GetBytes(text, GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length)));

    public void Add<T>(T value, string? format = null)
        where T : IUtf8SpanFormattable
    {
        int written;
        for (var size = 32; !value.TryFormat(GetSpan(size), out written, format, CultureInfo.InvariantCulture); size *= 2)
        {
        }

        _length += written;
    }

    private void Reserve(int count)
    {
        if (_bytes.Length - _length < count)
        {
            Array.Resize(ref _bytes, Math.Max(_length + count, _bytes.Length * 2));
        }
    }
}
