using Gateway.Wire.Streams;

namespace Gateway.Http;

/// <summary>
/// A response body whose writes must each end within a limit. A write that completes at once, as nearly all
/// do, costs one check and no timer.
/// </summary>
internal sealed class StalledClientStream(Stream inner, TimeProvider time, Action abort) : WriteOnlyStream
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private Deadline? _deadline;

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var write = inner.WriteAsync(buffer, cancellationToken);
        return write.IsCompleted ? write : WatchAsync(write.AsTask());
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken)
    {
        var flush = inner.FlushAsync(cancellationToken);
        return flush.IsCompleted ? flush : WatchAsync(flush).AsTask();
    }

    // The server refuses synchronous calls too.
    public override void Flush() => inner.Flush();

    public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);

    // The server owns the inner stream.
    public override ValueTask DisposeAsync()
    {
        _deadline?.Dispose();
        return base.DisposeAsync();
    }

    private async ValueTask WatchAsync(Task write)
    {
        _deadline ??= new Deadline(time, abort);
        _deadline.Set(Limit);
        try
        {
            await write;
        }
        finally
        {
            _deadline.Clear();
        }
    }
}
