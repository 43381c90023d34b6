using Gateway.Wire.Streams;

namespace Gateway.Cli;

/// <summary>Writes to a stream chosen at the first byte, when it is known whether it is an answer or an error.</summary>
internal sealed class LateStream(Func<Stream> choose) : WriteOnlyStream
{
    private Stream? _stream;

    private Stream Chosen => _stream ??= choose();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        Chosen.WriteAsync(buffer, cancellationToken);

    public override void Write(byte[] buffer, int offset, int count) => Chosen.Write(buffer, offset, count);

    public override Task FlushAsync(CancellationToken cancellationToken) => _stream?.FlushAsync(cancellationToken) ?? Task.CompletedTask;

    public override void Flush() => _stream?.Flush();
}
