using System.Collections.Concurrent;
using System.Net;

namespace Gateway.Backends;

/// <summary>
/// The connection pools. Kept apart from the configuration, so that a reload does not close connections; one handler for each
/// connect limit, because that is the handler's setting.
/// </summary>
internal sealed class BackendClients : IDisposable
{
    private readonly ConcurrentDictionary<TimeSpan, HttpMessageInvoker> _clients = new();

    public HttpMessageInvoker Get(TimeSpan connectTimeout) => _clients.GetOrAdd(connectTimeout, Create);

    public void Dispose()
    {
        foreach (var client in _clients.Values)
        {
            client.Dispose();
        }
    }

    private static HttpMessageInvoker Create(TimeSpan connectTimeout) => new(new SocketsHttpHandler
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
    });
}
