using System.Diagnostics;

namespace Gateway.Simulator.Served;

/// <summary>Notes that a client left, unless the answer was complete or the simulator itself broke the connection.</summary>
internal sealed class ClientWatch : IDisposable
{
    private readonly Counters _counters;
    private readonly RequestLog _log;
    private readonly CancellationToken _aborted;
    private readonly CancellationTokenRegistration _registration;
    private int _over;

    public ClientWatch(Counters counters, RequestLog log, CancellationToken aborted)
    {
        _counters = counters;
        _log = log;
        _aborted = aborted;
        _registration = aborted.UnsafeRegister(static watch => ((ClientWatch)watch!).OnGone(), this);
    }

    /// <summary>Must be called before the bytes are sent that tell a client that the answer is complete.</summary>
    public void Over() => Interlocked.Exchange(ref _over, 1);

    public void Dispose()
    {
        _registration.Dispose();
        // Callbacks run last registered first. So a wait of the handler can end, and the handler with it, before this one.
        if (_aborted.IsCancellationRequested)
        {
            OnGone();
        }
    }

    private void OnGone()
    {
        var at = Stopwatch.GetTimestamp();
        if (Interlocked.Exchange(ref _over, 1) == 0)
        {
            _counters.ClientGone();
            _log.ClientLeft(at);
        }
    }
}
