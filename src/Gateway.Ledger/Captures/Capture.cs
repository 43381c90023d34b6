using Gateway.Ledger.Store.Tables;
using Gateway.Wire.Bytes;

namespace Gateway.Ledger.Captures;

/// <summary>Collects the answer of a request while it runs. For one thread at a time.</summary>
/// <param name="queue">The queue it goes to, whose memory it uses.</param>
/// <param name="request">The captured request.</param>
internal sealed class Capture(CaptureQueue queue, CapturedRequest request) : IDisposable
{
    private readonly PooledBuffer _answer = new();
    private bool _isCut;
    private bool _isOver;

    /// <summary>Adds the next piece. After a piece that found no room nothing more is added: the result would not be the answer.</summary>
    public void Add(ReadOnlySpan<byte> piece)
    {
        if (_isCut || _isOver || piece.IsEmpty)
        {
            return;
        }

        var room = Math.Min(piece.Length, CaptureQueue.MostOfOne - _answer.Length);
        _isCut = room < piece.Length;
        if (queue.TryTake(room))
        {
            _answer.Append(piece[..room]);
        }
        else
        {
            _isCut = true;
        }
    }

    /// <summary>Hands over what was collected and returns its array. Never waits, and does nothing when called again.</summary>
    /// <param name="model">The model that answered, or was tried last.</param>
    public void End(string? model)
    {
        if (!_isOver)
        {
            _isOver = true;
            queue.Add(request with { Model = model, Answer = _answer.Span.ToArray(), IsAnswerCut = _isCut });
            Dispose();
        }
    }

    public void Dispose() => _answer.Dispose();
}
