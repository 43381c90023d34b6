using System.Text;
using System.Threading.Channels;

namespace Gateway.Tests.Wire.Streams;

/// <summary>A backend's connection that delivers given chunks, waits, fails and ends as told.</summary>
internal sealed class ScriptedStream : Stream
{
    private readonly Channel<byte[]> _chunks = Channel.CreateUnbounded<byte[]>();
    private byte[] _rest = [];
    private long _sent;
    private volatile bool _isWaitedFor;

    public bool IsDisposed { get; private set; }

    /// <summary>Bytes that were asked for with a buffer that could hold some.</summary>
    public int BytesTaken { get; private set; }

    /// <summary>Whether all that was sent was taken, and more is asked for: whoever reads is done with it.</summary>
    public bool IsDrained => BytesTaken == Interlocked.Read(ref _sent) && _isWaitedFor;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public static ScriptedStream Of(params string[] chunks)
    {
        var stream = new ScriptedStream();
        foreach (var chunk in chunks)
        {
            stream.Send(chunk);
        }

        return stream;
    }

    public void Send(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Interlocked.Add(ref _sent, bytes.Length);
        Assert.True(_chunks.Writer.TryWrite(bytes));
    }

    public ScriptedStream End(Exception? error = null)
    {
        _chunks.Writer.Complete(error);
        return this;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_rest.Length == 0)
        {
            try
            {
                _isWaitedFor = true;
                _rest = await _chunks.Reader.ReadAsync(cancellationToken);
                _isWaitedFor = false;
            }
            catch (ChannelClosedException e)
            {
                return e.InnerException is null ? 0 : throw e.InnerException;
            }
        }

        var count = Math.Min(buffer.Length, _rest.Length);
        _rest.AsSpan(0, count).CopyTo(buffer.Span);
        _rest = _rest[count..];
        BytesTaken += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        IsDisposed = true;
        base.Dispose(disposing);
    }
}
