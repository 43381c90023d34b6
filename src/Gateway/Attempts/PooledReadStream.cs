using Gateway.Wire.Bytes;
using Gateway.Wire.Streams;

namespace Gateway.Attempts;

/// <summary>Reads a <see cref="PooledBuffer"/> once and returns it to the pool.</summary>
internal sealed class PooledReadStream(PooledBuffer buffer) : ForwardOnlyStream
{
    public override ValueTask<int> ReadAsync(Memory<byte> target, CancellationToken cancellationToken = default)
    {
        var count = Math.Min(target.Length, buffer.Length);
        buffer.Span[..count].CopyTo(target.Span);
        buffer.Consume(count);
        return ValueTask.FromResult(count);
    }

    protected override void Dispose(bool disposing)
    {
        buffer.Dispose();
        base.Dispose(disposing);
    }
}
