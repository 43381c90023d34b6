using System.Collections.Concurrent;
using System.Net;

namespace Gateway.Backends;

/// <summary>
/// The connection pools. Separate from the configuration, so that a reload closes no connections; one handler for each connect timeout,
/// because that is a setting of the handler.
/// </summary>
internal sealed class BackendClients : IDisposable
{
    // Far above the time between two probes.
    private static readonly TimeSpan WatchedIdle = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<TimeSpan, HttpMessageInvoker> _clients = new();
    private readonly ConcurrentDictionary<TimeSpan, HttpMessageInvoker> _watching = new();

    public HttpMessageInvoker Get(TimeSpan connectTimeout) =>
        _clients.GetOrAdd(connectTimeout, static t => new HttpMessageInvoker(Create(t)));

    /// <summary>
    /// A client that keeps its connections open between two probes and reports new ones, since a restarted server has broken the previous
    /// one.
    /// </summary>
    public HttpMessageInvoker Watch(TimeSpan connectTimeout) =>
        _watching.GetOrAdd(connectTimeout, static t => new HttpMessageInvoker(Watched(t)));

    public void Dispose()
    {
        foreach (var client in _clients.Values.Concat(_watching.Values))
        {
            client.Dispose();
        }
    }

    private static SocketsHttpHandler Watched(TimeSpan connectTimeout)
    {
        var handler = Create(connectTimeout);
        (handler.PooledConnectionLifetime, handler.PooledConnectionIdleTimeout) = (Timeout.InfiniteTimeSpan, WatchedIdle);
        handler.ConnectCallback = NewConnection.OpenAsync;
        return handler;
    }

    private static SocketsHttpHandler Create(TimeSpan connectTimeout) => new()
    {
        ConnectTimeout = connectTimeout,
        // Only the operator chooses the backend's address: no environment proxy, no redirect, no cookie.
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        // A stream whose client left is not read to its end. This time is for the last few bytes after [DONE], which keep the connection
        // usable; more would let the backend go on working for nobody.
        ResponseDrainTimeout = TimeSpan.FromMilliseconds(50),
        MaxResponseDrainSize = 64 * 1024,
        // A cloud's address may change; a pool must not outlive that.
        PooledConnectionLifetime = TimeSpan.FromMinutes(15),
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
    };
}
