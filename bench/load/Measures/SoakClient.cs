using System.Diagnostics;
using System.Net.Sockets;
using Gateway.Load.Client;
using Gateway.Load.Targets;

namespace Gateway.Load.Measures;

/// <summary>One connection of a soak. It reads one paced stream after another and notes the time between chunks.</summary>
internal sealed class SoakClient(Target target, Exchange exchange, int chunks, SoakWindow window, Faults faults)
{
    // The stream is read as each chunk arrives, so the buffer needs room for only a few.
    private const int BufferSize = 4096;

    private readonly List<double> _gaps = [];
    private long _last;
    private int _seen;

    /// <summary>The milliseconds between chunks that arrived in the window.</summary>
    public IReadOnlyList<double> Gaps => _gaps;

    public async Task RunAsync(TimeSpan begins, CancellationToken cancellation)
    {
        await Task.Delay(begins, cancellation);
        try
        {
            using var connection = await RawConnection.OpenAsync(target.Port, BufferSize);
            while (!window.IsOver)
            {
                (_last, _seen) = (0, 0);
                await connection.ExchangeAsync(exchange.Request, OnEvents);
                if (exchange.FaultOf(connection) is { } fault)
                {
                    // One fault is enough to fail the run, and a target that refuses at once must not be asked in a tight loop.
                    faults.Add(fault);
                    return;
                }
            }
        }
        catch (Exception e) when (e is IOException or SocketException or InvalidDataException)
        {
            faults.Add(e.Message);
        }
    }

    // The usage event follows the last chunk at once, outside the pace, so it does not count.
    private void OnEvents(int events)
    {
        if (_seen >= chunks)
            return;
        var now = Stopwatch.GetTimestamp();
        if (_last != 0 && window.Holds(now))
        {
            _gaps.Add(Stopwatch.GetElapsedTime(_last, now).TotalMilliseconds);
            // Chunks that arrived in one read have no gap between them.
            for (var more = 1; more < Math.Min(events, chunks - _seen); more++)
                _gaps.Add(0);
        }
        _last = now;
        _seen += events;
    }
}
