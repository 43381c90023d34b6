namespace Gateway.Cli;

/// <summary>Writes into a stream that is chosen at the first byte, when it is known whether it is an answer or an error.</summary>
internal sealed class LateStream(Func<Stream> choose) : Stream
{
    private Stream? _stream;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    private Stream Chosen => _stream ??= choose();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => Chosen.WriteAsync(buffer, cancellationToken);

    public override void Write(byte[] buffer, int offset, int count) => Chosen.Write(buffer, offset, count);

    public override Task FlushAsync(CancellationToken cancellationToken) => _stream?.FlushAsync(cancellationToken) ?? Task.CompletedTask;

    public override void Flush() => _stream?.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
