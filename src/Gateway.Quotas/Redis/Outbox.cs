namespace Gateway.Quotas.Redis;

/// <summary>
/// Queues messages for Redis in order, since a later message may depend on an earlier one. A message stays until it is acknowledged, and
/// has no effect when delivered twice.
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

    /// <summary>Sends all messages. Only one caller at a time; the first failure stops it.</summary>
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
