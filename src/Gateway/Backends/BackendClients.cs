using System.Collections.Concurrent;
using System.Net;

namespace Gateway.Backends;

/// <summary>
/// The connection pools. Kept apart from the configuration, so that a reload does not close connections; one handler for each
/// connect limit, because that is the handler's setting.
/// </summary>
internal sealed class BackendClients : IDisposable
{
    // Far above the time between two probes.
    private static readonly TimeSpan WatchedIdle = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<TimeSpan, HttpMessageInvoker> _clients = new();
    private readonly ConcurrentDictionary<TimeSpan, HttpMessageInvoker> _watching = new();

    public HttpMessageInvoker Get(TimeSpan connectTimeout) => _clients.GetOrAdd(connectTimeout, static t => new HttpMessageInvoker(Create(t)));

    /// <summary>
    /// One whose connections are left open between two probes and tell when they are new: a server that was started anew has broken the
    /// one before.
    /// </summary>
    public HttpMessageInvoker Watch(TimeSpan connectTimeout) => _watching.GetOrAdd(connectTimeout, static t => new HttpMessageInvoker(Watched(t)));

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
        // The backend's address is the operator's choice alone: no proxy of the environment, no redirect, no cookie.
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        // A stream that its client left is not read to its end. The time is for the last few bytes after [DONE], which keep the
        // connection usable; more would let the backend go on working for nobody.
        ResponseDrainTimeout = TimeSpan.FromMilliseconds(50),
        MaxResponseDrainSize = 64 * 1024,
        // A cloud's address may change; a pool must not outlive that.
        PooledConnectionLifetime = TimeSpan.FromMinutes(15),
        PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
    };
}
