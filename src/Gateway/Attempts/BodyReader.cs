using Gateway.Wire.Bytes;
using Gateway.Wire.Streams;

namespace Gateway.Attempts;

/// <summary>Reads a backend's body that is not streamed.</summary>
internal static class BodyReader
{
    private const int MinRead = 4096;

    /// <returns>The bytes, up to the limit, and whether they are all.</returns>
    public static async ValueTask<(PooledBuffer Body, bool IsWhole)> ReadAsync(
        HttpContent content, int limit, CancellationToken cancellationToken)
    {
        var buffer = new PooledBuffer();
        try
        {
            return (buffer, await ReadAsync(content, buffer, limit, null, cancellationToken));
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }

    /// <summary>Reads into the caller's buffer, which keeps what arrived if the rest does not. Leading empty lines are dropped.</summary>
    public static ValueTask<bool> ReadAsync(HttpContent content, PooledBuffer buffer, int limit, AttemptScope scope) =>
        ReadAsync(content, buffer, limit, scope, scope.Token);

    private static async ValueTask<bool> ReadAsync(
        HttpContent content, PooledBuffer buffer, int limit, AttemptScope? scope, CancellationToken cancellationToken)
    {
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        // One byte more than announced, so that the end is found without a second array.
        var size = (int)Math.Clamp((content.Headers.ContentLength ?? 0) + 1, MinRead, limit);
        long taken = 0;
        while (true)
        {
            var count = await stream.ReadAsync(buffer.GetMemory(size), cancellationToken);
            if (count == 0)
            {
                return true;
            }

            buffer.Advance(count);
            size = MinRead;
            taken += count;
            if (taken > limit)
            {
                return false;
            }

            if (scope is not null && buffer.Length == count)
            {
                // DeepSeek sends empty lines while it is busy: a sign of life, not part of the answer.
                var empty = buffer.Span.IndexOfAnyExcept(" \t\r\n"u8);
                buffer.Consume(empty < 0 ? count : empty);
                if (empty < 0)
                {
                    scope.ShowsLife();
                }
            }
        }
    }
}
