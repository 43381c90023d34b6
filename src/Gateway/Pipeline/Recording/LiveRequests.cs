using System.Collections.Concurrent;
using Gateway.Requests;

namespace Gateway.Pipeline.Recording;

/// <summary>The requests of this process that hold a reservation.</summary>
internal sealed class LiveRequests
{
    private readonly ConcurrentDictionary<string, Delivery> _live = new(StringComparer.Ordinal);

    public IEnumerable<Delivery> All => _live.Select(static pair => pair.Value);

    public void Add(Delivery delivery) => _live[delivery.Inquiry.Id] = delivery;

    /// <returns>True when it was there.</returns>
    public bool Remove(Delivery delivery) => _live.TryRemove(delivery.Inquiry.Id, out _);
}
