using Gateway.Wire.Bytes;
using Gateway.Wire.Streams;

namespace Gateway.Attempts;

/// <summary>A stream whose beginning was already read.</summary>
/// <param name="prefix">The bytes already read.</param>
/// <param name="rest">The rest of the stream.</param>
internal sealed class PrefixedStream(PooledBuffer prefix, Stream rest) : ForwardOnlyStream
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (prefix.Length == 0)
        {
            return rest.ReadAsync(buffer, cancellationToken);
        }

        var count = Math.Min(buffer.Length, prefix.Length);
        prefix.Span[..count].CopyTo(buffer.Span);
        prefix.Consume(count);
        return ValueTask.FromResult(count);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            prefix.Dispose();
            rest.Dispose();
        }

        base.Dispose(disposing);
    }
}
