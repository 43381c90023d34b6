using System.Buffers.Text;
using System.Text;

namespace Gateway.Load.Client;

/// <summary>
/// The least of HTTP/1.1 that reads an answer: a status, Content-Length or chunked, nothing else.
/// A head or a chunk-size line must be whole in the buffer; what is not consumed comes again with more behind it.
/// </summary>
internal sealed class ResponseParser(SseCounter? events)
{
    private enum Part { Head, Sized, ChunkSize, ChunkData, ChunkEnd, Trailer, Complete }

    private Part _part;
    private long _left;

    public int Status { get; private set; }

    public long BodyBytes { get; private set; }

    public bool IsComplete => _part == Part.Complete;

    public void Reset()
    {
        _part = Part.Head;
        BodyBytes = 0;
        events?.Reset();
    }

    /// <returns>How many bytes were used up.</returns>
    public int Consume(ReadOnlySpan<byte> bytes)
    {
        var consumed = 0;
        while (!IsComplete)
        {
            var used = Step(bytes[consumed..]);
            if (used == 0)
                break;
            consumed += used;
        }
        return consumed;
    }

    private int Step(ReadOnlySpan<byte> bytes) => _part switch
    {
        Part.Head => Head(bytes),
        Part.Sized => Data(bytes, Part.Complete),
        Part.ChunkData => Data(bytes, Part.ChunkEnd),
        Part.ChunkSize or Part.ChunkEnd or Part.Trailer or Part.Complete => Line(bytes),
    };

    private int Head(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return 0;

        var head = bytes[..(end + 2)];
        if (!head.StartsWith("HTTP/1.1 "u8) || !Utf8Parser.TryParse(head[9..], out int status, out _))
            throw new InvalidDataException("Not an HTTP/1.1 answer.");
        Status = status;
        if (Header(head, "\r\nContent-Length: ") is { IsEmpty: false } length)
        {
            if (!Utf8Parser.TryParse(length, out _left, out _))
                throw new InvalidDataException("Content-Length is no number.");
            _part = _left == 0 ? Part.Complete : Part.Sized;
        }
        else if (Header(head, "\r\nTransfer-Encoding: ").StartsWith("chunked"u8))
            _part = Part.ChunkSize;
        else
            throw new InvalidDataException("The answer has neither Content-Length nor chunks.");
        return end + 4;
    }

    /// <summary>The value behind a header's name, whatever its case; empty when it is absent.</summary>
    private static ReadOnlySpan<byte> Header(ReadOnlySpan<byte> head, string name)
    {
        for (var line = head.IndexOf((byte)'\r'); line >= 0 && line + name.Length < head.Length;)
        {
            if (Ascii.EqualsIgnoreCase(head.Slice(line, name.Length), name))
                return head[(line + name.Length)..];
            var next = head[(line + 1)..].IndexOf((byte)'\r');
            line = next < 0 ? -1 : line + 1 + next;
        }
        return [];
    }

    private int Data(ReadOnlySpan<byte> bytes, Part next)
    {
        var data = bytes[..(int)Math.Min(bytes.Length, _left)];
        events?.Append(data);
        BodyBytes += data.Length;
        _left -= data.Length;
        if (_left == 0)
            _part = next;
        return data.Length;
    }

    private int Line(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf("\r\n"u8);
        if (end < 0)
            return 0;

        switch (_part)
        {
            case Part.ChunkSize when Utf8Parser.TryParse(bytes[..end], out _left, out _, 'x'):
                _part = _left == 0 ? Part.Trailer : Part.ChunkData;
                break;
            case Part.ChunkEnd when end == 0:
                _part = Part.ChunkSize;
                break;
            case Part.Trailer:
                _part = end == 0 ? Part.Complete : Part.Trailer;
                break;
            default:
                throw new InvalidDataException("The chunks are broken.");
        }
        return end + 2;
    }
}
