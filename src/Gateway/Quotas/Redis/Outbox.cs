namespace Gateway.Quotas.Redis;

/// <summary>
/// What Redis has still to be told, in order, since a later message may be about what an earlier one brings. One that was sent
/// stays until it is acknowledged, and each does nothing when it comes a second time.
/// </summary>
internal sealed class Outbox
{
    private readonly Lock _lock = new();
    private readonly Queue<Func<ValueTask>> _messages = new();

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _messages.Count;
            }
        }
    }

    public void Add(Func<ValueTask> message)
    {
        lock (_lock)
        {
            _messages.Enqueue(message);
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _messages.Clear();
        }
    }

    /// <summary>Sends all. Only one may do this at a time; the first failure ends it.</summary>
    public async ValueTask SendAsync()
    {
        while (TryPeek(out var message))
        {
            await message();
            lock (_lock)
            {
                _messages.Dequeue();
            }
        }
    }

    private bool TryPeek([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Func<ValueTask>? message)
    {
        lock (_lock)
        {
            return _messages.TryPeek(out message);
        }
    }
}
