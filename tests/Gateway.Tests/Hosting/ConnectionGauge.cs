using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Gateway.Tests.Hosting;

/// <summary>
/// Counts what is open at each port, by the runtime's own metrics: connections and requests of this process's clients to it, and
/// connections that its server has. It must be made before the first of them.
/// </summary>
internal sealed class ConnectionGauge : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<(int Port, string What), long> _counts = new();
    private volatile TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ConnectionGauge()
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Name is "http.client.open_connections" or "http.client.active_requests" or "kestrel.active_connections")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>(OnMeasured);
        _listener.Start();
    }

    /// <summary>Connections to a port that a client keeps for a request to come.</summary>
    public long Idle(Uri url) => Of(url, "http.client.open_connections idle");

    /// <summary>Connections to a port that carry a request.</summary>
    public long Busy(Uri url) => Of(url, "http.client.open_connections active");

    /// <summary>Requests to a port whose response is not over.</summary>
    public long Requests(Uri url) => Of(url, "http.client.active_requests");

    /// <summary>Connections that the server at a port has.</summary>
    public long Accepted(Uri url) => Of(url, "kestrel.active_connections");

    /// <summary>Waits until what is counted is so; fails when it is not in time.</summary>
    public async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(s_limit);
        while (true)
        {
            // Taken first, so that no change after the look is missed.
            var changed = _changed.Task;
            if (condition())
            {
                return;
            }

            try
            {
                await changed.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail(string.Join("; ", _counts.Where(c => c.Value != 0).Select(c => $"{c.Key.What} at {c.Key.Port}: {c.Value}")));
            }
        }
    }

    public void Dispose() => _listener.Dispose();

    private long Of(Uri url, string what) => _counts.GetValueOrDefault((url.Port, what));

    private void OnMeasured(Instrument instrument, long change, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        int? port = null;
        var what = instrument.Name;
        foreach (var (key, value) in tags)
        {
            if (key == "server.port")
            {
                port = value as int?;
            }
            else if (key == "http.connection.state")
            {
                what = $"{what} {value}";
            }
        }

        if (port is { } known)
        {
            _counts.AddOrUpdate((known, what), change, (_, count) => count + change);
            Interlocked.Exchange(ref _changed, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
        }
    }
}
