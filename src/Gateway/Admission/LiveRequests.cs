using System.Collections.Concurrent;
using Gateway.Requests;

namespace Gateway.Admission;

/// <summary>The requests of this process that hold a reservation.</summary>
internal sealed class LiveRequests
{
    private readonly ConcurrentDictionary<string, GatewayRequest> _live = new(StringComparer.Ordinal);

    public IEnumerable<GatewayRequest> All => _live.Select(static pair => pair.Value);

    public void Add(GatewayRequest request) => _live[request.Id] = request;

    public void Remove(GatewayRequest request) => _live.TryRemove(request.Id, out _);
}
