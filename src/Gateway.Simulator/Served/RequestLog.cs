using System.Threading.Channels;

namespace Gateway.Simulator.Served;

/// <summary>
/// The chat requests that arrived and the clients that left. Only the latest are kept: a simulator may run for days.
/// </summary>
internal sealed class RequestLog
{
    public const int Kept = 1024;
    private readonly Lock _lock = new();
    private readonly Queue<ReceivedRequest> _received = new();
    private readonly Channel<ReceivedRequest> _untaken = Latest<ReceivedRequest>();
    private readonly Channel<long> _gone = Latest<long>();

    public ChannelReader<ReceivedRequest> Untaken => _untaken.Reader;

    public ChannelReader<long> Gone => _gone.Reader;

    public IReadOnlyList<ReceivedRequest> Snapshot()
    {
        lock (_lock)
        {
            return [.. _received];
        }
    }

    public void Add(ReceivedRequest request)
    {
        lock (_lock)
        {
            if (_received.Count == Kept)
            {
                _received.Dequeue();
            }
            _received.Enqueue(request);
        }
        _untaken.Writer.TryWrite(request);
    }

    public void ClientLeft(long at) => _gone.Writer.TryWrite(at);

    private static Channel<T> Latest<T>() =>
        Channel.CreateBounded<T>(new BoundedChannelOptions(Kept) { FullMode = BoundedChannelFullMode.DropOldest });
}
