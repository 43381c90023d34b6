using Gateway.Ledger.Store.Tables;
using Gateway.Protocol;

namespace Gateway.Ledger.Captures;

/// <summary>Takes what a request is answered while it runs. For one thread at a time.</summary>
/// <param name="queue">Where it goes, and whose memory it uses.</param>
/// <param name="request">What was said.</param>
internal sealed class Capture(CaptureQueue queue, CapturedRequest request) : IDisposable
{
    private readonly PooledBuffer _answer = new();
    private bool _isCut;
    private bool _isOver;

    /// <summary>Takes the next piece. Behind one that there is no room for nothing is taken: it would not be the answer.</summary>
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

    /// <summary>Hands over what there is, and gives its array back. Waits for nothing, and does nothing when called again.</summary>
    /// <param name="model">Who answered, or was tried last.</param>
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
