using System.Diagnostics;
using System.Net.Sockets;
using Gateway.Load.Client;
using Gateway.Load.Targets;

namespace Gateway.Load.Measures;

/// <summary>
/// Sends requests at a fixed rate, whether or not the answers to earlier ones have come. A request that no connection was free for counts
/// from the moment at which it was due, so that a target that stalls cannot hide the requests it kept waiting.
/// </summary>
internal sealed class OpenLoop(Target target, int rate, Exchange exchange, Faults faults)
{
    private const int Connections = 64;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    private readonly List<double> _microseconds = [];
    private long _next = -1;
    private long _started;
    private long _count;

    /// <returns>The time of each good answer in microseconds, sorted, and what the target used of its processor.</returns>
    public async Task<(List<double> Microseconds, TimeSpan Cpu)> RunAsync(TimeSpan duration, CancellationToken cancellation)
    {
        var connections = new List<RawConnection>(Connections);
        try
        {
            for (var i = 0; i < Connections; i++)
                connections.Add(await RawConnection.OpenAsync(target.Port));

            var cpu = target.Process.Cpu;
            (_started, _count) = (Stopwatch.GetTimestamp(), (long)(rate * duration.TotalSeconds));
            var all = connections.Select(connection => Task.Run(() => SendAsync(connection, cancellation), cancellation));
            await Task.WhenAll(all).WaitAsync(duration + Grace, cancellation);
            _microseconds.Sort();
            return (_microseconds, target.Process.Cpu - cpu);
        }
        finally
        {
            foreach (var connection in connections)
                connection.Dispose();
        }
    }

    private async Task SendAsync(RawConnection connection, CancellationToken cancellation)
    {
        try
        {
            for (long number; (number = Interlocked.Increment(ref _next)) < _count;)
            {
                var due = _started + (number * Stopwatch.Frequency / rate);
                var from = Math.Max(due, await WaitAsync(due, cancellation));
                await connection.ExchangeAsync(exchange.Request);
                var took = Stopwatch.GetElapsedTime(from).TotalMicroseconds;
                if (exchange.FaultOf(connection) is { } fault)
                    faults.Add(fault);
                else
                    Add(took);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or InvalidDataException)
        {
            faults.Add(e.Message);
        }
    }

    /// <returns>When it woke, if it had to wait: the timer's own lateness is not the target's. Otherwise zero.</returns>
    private static async Task<long> WaitAsync(long due, CancellationToken cancellation)
    {
        var left = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due);
        if (left <= TimeSpan.Zero)
            return 0;
        await Task.Delay(left, cancellation);
        return Stopwatch.GetTimestamp();
    }

    private void Add(double took)
    {
        lock (_microseconds)
            _microseconds.Add(took);
    }
}
