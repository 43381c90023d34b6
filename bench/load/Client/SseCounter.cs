namespace Gateway.Load.Client;

/// <summary>Counts <c>data:</c> lines as bytes pass, wherever the reads cut them. Comments, as keep-alives are, do not count.</summary>
internal sealed class SseCounter
{
    // Only the head of a line decides what it is; the rest is skipped by a vectorised search for its end.
    private readonly byte[] _head = new byte["data: [DONE]".Length];
    private int _length;

    /// <summary>Data events seen, the closing [DONE] not counted.</summary>
    public int Events { get; private set; }

    public bool IsDone { get; private set; }

    public void Reset()
    {
        _length = 0;
        Events = 0;
        IsDone = false;
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOf((byte)'\n');
            var line = end < 0 ? bytes : bytes[..end];
            var kept = line[..Math.Min(line.Length, _head.Length - _length)];
            kept.CopyTo(_head.AsSpan(_length));
            _length += kept.Length;
            if (end < 0)
                return;

            EndLine(_head.AsSpan(0, _length));
            _length = 0;
            bytes = bytes[(end + 1)..];
        }
    }

    private void EndLine(ReadOnlySpan<byte> head)
    {
        if (head.SequenceEqual("data: [DONE]"u8))
            IsDone = true;
        else if (head.StartsWith("data:"u8))
            Events++;
    }
}
