using Gateway.Protocol;

namespace Gateway.Forwarding;

/// <summary>Reads a backend's body that is not streamed.</summary>
internal static class BodyReader
{
    private const int MinRead = 4096;

    /// <returns>The bytes, up to the limit, and whether they are all.</returns>
    public static async ValueTask<(PooledBuffer Body, bool IsWhole)> ReadAsync(HttpContent content, int limit, CancellationToken cancellationToken)
    {
        var buffer = new PooledBuffer();
        try
        {
            return (buffer, await ReadAsync(content, buffer, limit, cancellationToken));
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }

    /// <summary>The same into a buffer of the caller's, which has what came when the rest does not.</summary>
    public static async ValueTask<bool> ReadAsync(HttpContent content, PooledBuffer buffer, int limit, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        // One byte more than announced, so that the end is found without a second array.
        var size = (int)Math.Clamp((content.Headers.ContentLength ?? 0) + 1, MinRead, limit);
        while (true)
        {
            var count = await stream.ReadAsync(buffer.GetMemory(size), cancellationToken);
            if (count == 0)
            {
                return true;
            }

            buffer.Advance(count);
            size = MinRead;
            if (buffer.Length > limit)
            {
                return false;
            }
        }
    }
}
