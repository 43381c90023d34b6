using System.Buffers;

namespace Gateway.Wire.Bytes;

/// <summary>
/// A growing run of bytes in an array of the shared pool. It holds no array while empty, so that a waiting stream costs none. Not
/// thread-safe; <see cref="Dispose"/> returns the array.
/// </summary>
internal sealed class PooledBuffer : IBufferWriter<byte>, IDisposable
{
    private const int MinSize = 1024;
    private byte[] _array = [];
    private int _start;
    private int _end;

    public int Length => _end - _start;

    public ReadOnlySpan<byte> Span => _array.AsSpan(_start, Length);

    public ReadOnlyMemory<byte> Memory => _array.AsMemory(_start, Length);

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        bytes.CopyTo(GetSpan(bytes.Length));
        _end += bytes.Length;
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _array.AsSpan(_end);
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _array.AsMemory(_end);
    }

    public void Advance(int count) => _end += count;

    /// <summary>Drops bytes from the front; the array is returned when nothing is left.</summary>
    public void Consume(int count)
    {
        _start += count;
        if (_start == _end)
        {
            Dispose();
        }
    }

    public void Dispose()
    {
        var array = _array;
        _array = [];
        _start = _end = 0;
        if (array.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(array);
        }
    }

    private void Reserve(int count)
    {
        if (_array.Length - _end >= count)
        {
            return;
        }

        var length = Length;
        if (_start > 0 && _array.Length - length >= count)
        {
            Span.CopyTo(_array);
        }
        else
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(MinSize, Math.Max(length + count, length * 2)));
            Span.CopyTo(larger);
            if (_array.Length > 0)
            {
                ArrayPool<byte>.Shared.Return(_array);
            }

            _array = larger;
        }

        _start = 0;
        _end = length;
    }
}
