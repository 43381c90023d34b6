using Gateway.Protocol;

namespace Gateway.Forwarding;

/// <summary>Reads a backend's body that is not streamed.</summary>
internal static class BodyReader
{
    private const int MinRead = 4096;

    /// <returns>The buffer; null when the body is longer than the limit.</returns>
    public static async ValueTask<PooledBuffer?> ReadAsync(HttpContent content, int limit, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > limit)
        {
            return null;
        }

        var buffer = new PooledBuffer();
        try
        {
            await using var stream = await content.ReadAsStreamAsync(cancellationToken);
            // One byte more than announced, so that the end is found without a second array.
            var size = (int)Math.Max(MinRead, (content.Headers.ContentLength ?? 0) + 1);
            while (true)
            {
                var count = await stream.ReadAsync(buffer.GetMemory(size), cancellationToken);
                if (count == 0)
                {
                    return buffer;
                }

                buffer.Advance(count);
                size = MinRead;
                if (buffer.Length > limit)
                {
                    buffer.Dispose();
                    return null;
                }
            }
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }
}
