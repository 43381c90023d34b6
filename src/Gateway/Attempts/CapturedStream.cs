using Gateway.Ledger.Captures;
using Gateway.Wire.Streams;

namespace Gateway.Attempts;

/// <summary>A tap: passes reads on unchanged, and copies them into a capture.</summary>
internal sealed class CapturedStream(Stream answer, Capture capture) : ForwardOnlyStream
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await answer.ReadAsync(buffer, cancellationToken);
        capture.Add(buffer.Span[..count]);
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            answer.Dispose();
        }

        base.Dispose(disposing);
    }
}
