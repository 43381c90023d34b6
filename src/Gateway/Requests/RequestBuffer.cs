using System.Buffers;

namespace Gateway.Requests;

/// <summary>
/// The body of one request, in one array of the shared pool: read once, sent as often as attempts need it, given back when the
/// answer is committed. Counted, because a connection may still be sending it when its answer has already come.
/// </summary>
internal sealed class RequestBuffer
{
    private const int MinArray = 16 * 1024;

    private byte[] _array;
    private int _users = 1;

    private RequestBuffer(byte[] array, int length)
    {
        _array = array;
        Length = length;
    }

    public int Length { get; }

    public ReadOnlySpan<byte> Span => _array.AsSpan(0, Length);

    public ReadOnlyMemory<byte> Memory => _array.AsMemory(0, Length);

    /// <summary>Reads the whole body.</summary>
    /// <returns>The buffer; null when the body is longer than the limit.</returns>
    public static async ValueTask<RequestBuffer?> ReadAsync(HttpRequest request, long limit, CancellationToken cancellationToken)
    {
        if (request.ContentLength > limit)
        {
            return null;
        }

        var announced = (int)(request.ContentLength ?? 0);
        byte[] array = [];
        var length = 0;
        var reader = request.BodyReader;
        try
        {
            while (true)
            {
                var read = await reader.ReadAsync(cancellationToken);
                foreach (var segment in read.Buffer)
                {
                    array = Reserve(array, length, segment.Length, announced);
                    segment.Span.CopyTo(array.AsSpan(length));
                    length += segment.Length;
                }

                reader.AdvanceTo(read.Buffer.End);
                if (length > limit)
                {
                    Return(array);
                    return null;
                }

                if (read.IsCompleted)
                {
                    return new RequestBuffer(array, length);
                }
            }
        }
        catch
        {
            Return(array);
            throw;
        }
    }

    /// <summary>Keeps the array while it is being sent. Each call needs one <see cref="Release"/>.</summary>
    public void Hold() => ObjectDisposedException.ThrowIf(Interlocked.Increment(ref _users) == 1, this);

    public void Release()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            Return(_array);
            _array = [];
        }
    }

    private static byte[] Reserve(byte[] array, int length, int more, int announced)
    {
        if (array.Length - length >= more)
        {
            return array;
        }

        // An announcement is believed as far as something of it has come: connections that only announce cost nothing, and a
        // body of many mebibytes is there in a few steps.
        var wanted = Math.Max(length + more, array.Length * 2);
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(wanted, Math.Min(announced, Math.Max(MinArray, wanted * 4))));
        array.AsSpan(0, length).CopyTo(larger);
        Return(array);
        return larger;
    }

    private static void Return(byte[] array)
    {
        if (array.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(array);
        }
    }
}
