using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Benchmarks.Inputs;

/// <summary>A request body that arrives in pieces, as from a socket, without waiting or allocating.</summary>
internal sealed class PieceReader(byte[] body) : PipeReader, IRequestBodyPipeFeature
{
    private const int PieceSize = 16 * 1024;
    private int _position;

    public PipeReader Reader => this;

    public void Rewind() => _position = 0;

    public override bool TryRead(out ReadResult result)
    {
        var length = Math.Min(PieceSize, body.Length - _position);
        var piece = new ReadOnlySequence<byte>(body, _position, length);
        result = new ReadResult(piece, isCanceled: false, isCompleted: _position + length == body.Length);
        return true;
    }

    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        TryRead(out var result);
        return ValueTask.FromResult(result);
    }

    public override void AdvanceTo(SequencePosition consumed) => _position = consumed.GetInteger();

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined) => AdvanceTo(consumed);

    public override void CancelPendingRead()
    {
    }

    public override void Complete(Exception? exception = null)
    {
    }
}
