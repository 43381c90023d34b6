using Gateway.Wire.Streams;
using Microsoft.Win32.SafeHandles;

namespace Gateway.Cli;

/// <summary>The output of a command. Reports failures as <see cref="OutputFailedException"/>.</summary>
/// <param name="inner">The stream.</param>
/// <param name="name">Its name in messages.</param>
internal sealed class OutputStream(Stream inner, string name) : WriteOnlyStream
{
    private const int Descriptor = 1;

    /// <summary>
    /// Opens standard output as a file. The console's own stream treats writes to a closed pipe as successful; a file reports the failure.
    /// </summary>
    public static OutputStream Standard() => new(Open(), "Standard output");

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            inner.Write(buffer);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OutputFailedException(name, e);
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            await inner.WriteAsync(buffer, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OutputFailedException(name, e);
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
        try
        {
            inner.Flush();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OutputFailedException(name, e);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private static Stream Open()
    {
        if (OperatingSystem.IsWindows())
        {
            return Console.OpenStandardOutput();
        }

        // For a real file the descriptor's own position counts, which others share and which a separate stream would not move.
        var stream = new FileStream(new SafeFileHandle(Descriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return stream.CanSeek ? Console.OpenStandardOutput() : stream;
    }
}
