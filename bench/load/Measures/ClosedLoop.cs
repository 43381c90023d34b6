using System.Diagnostics;
using System.Net.Sockets;
using Gateway.Load.Client;
using Gateway.Load.Targets;

namespace Gateway.Load.Measures;

/// <summary>Connections that each send the next request when the answer to the last is whole.</summary>
internal sealed class ClosedLoop(Target target, int connections, Exchange exchange, Faults faults)
{
    /// <summary>How much later than planned a run may end; a target that hangs must not hang the run.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    private readonly RawConnection[] _connections = new RawConnection[connections];
    private long _good;

    /// <param name="duration">No request starts after it; zero sends one request per connection.</param>
    /// <param name="onAnswer">Told the stopwatch ticks of each good answer.</param>
    public async Task<LoopTally> RunAsync(TimeSpan duration, Action<long>? onAnswer, CancellationToken cancellation)
    {
        try
        {
            for (var i = 0; i < connections; i++)
                _connections[i] = await RawConnection.OpenAsync(target.Port);

            var (cpu, allocated) = (target.Process.Cpu, target.Process.Allocated);
            var started = Stopwatch.GetTimestamp();
            var loops = _connections.Select(
                connection => Task.Run(() => RepeatAsync(connection, started, duration, onAnswer), cancellation));
            await Task.WhenAll(loops).WaitAsync(duration + (2 * exchange.Takes) + Grace, cancellation);
            return new LoopTally(_good, Stopwatch.GetElapsedTime(started), target.Process.Cpu - cpu, target.Process.Allocated - allocated);
        }
        finally
        {
            foreach (var connection in _connections)
                connection?.Dispose();
        }
    }

    private async Task RepeatAsync(RawConnection connection, long started, TimeSpan duration, Action<long>? onAnswer)
    {
        try
        {
            do
            {
                var sent = Stopwatch.GetTimestamp();
                await connection.ExchangeAsync(exchange.Request);
                if (exchange.FaultOf(connection) is { } fault)
                {
                    faults.Add(fault);
                    continue;
                }
                onAnswer?.Invoke(Stopwatch.GetTimestamp() - sent);
                Interlocked.Increment(ref _good);
            }
            while (Stopwatch.GetElapsedTime(started) < duration);
        }
        catch (Exception e) when (e is IOException or SocketException or InvalidDataException)
        {
            // The loop ends here: a target that cuts connections would else be counted as very fast.
            faults.Add(e.Message);
        }
    }
}
