using Gateway.Wire.Streams;

namespace Gateway.Benchmarks.Inputs;

/// <summary>Accepts all bytes at once and counts them.</summary>
internal sealed class CountingSink : WriteOnlyStream
{
    public long Count { get; private set; }

    public override void Write(byte[] buffer, int offset, int count) => Count += count;

    public override void Write(ReadOnlySpan<byte> buffer) => Count += buffer.Length;

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Count += buffer.Length;
        return ValueTask.CompletedTask;
    }

    public override void Flush()
    {
    }
}
