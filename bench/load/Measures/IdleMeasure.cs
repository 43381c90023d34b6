using System.Net.Sockets;
using Gateway.Load.Client;
using Gateway.Load.Report;
using Gateway.Load.Targets;

namespace Gateway.Load.Measures;

/// <summary>Measures the memory of a stream that has begun and then waits, as all streams do for most of their life.</summary>
/// <remarks>
/// Two batches of the same count bound the answer. The first, in a fresh process, also pays for compiled code, pools
/// and the collector's budget. The second, after the first has been closed, pays for none of these and may reuse
/// memory the collector has freed; it is what a gateway that has been busy once needs, and the goal is set on it.
/// </remarks>
internal sealed class IdleMeasure(int streams) : IMeasure
{
    private const int OpenedAtOnce = 50;

    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan OpenLimit = TimeSpan.FromSeconds(60);

    public string Name => "memory";

    public IReadOnlyList<Row> Rows { get; } =
    [
        new Row("KiB per idle stream, warm", "0.0", new Goal(GoalKind.AtMost, 24)),
        new Row("KiB per idle stream, fresh process", "0.0", null),
    ];

    /// <param name="duration">Not used: the settle time is fixed.</param>
    public async Task<Outcome> RunAsync(Target target, TimeSpan duration, CancellationToken cancellation)
    {
        var faults = new Faults();
        var fresh = await GrowthAsync(target, faults, cancellation);
        await Task.Delay(Settle, cancellation);
        var warm = await GrowthAsync(target, faults, cancellation);
        return new Outcome([warm, fresh], faults);
    }

    /// <returns>The resident KiB that each stream of one batch adds to the target.</returns>
    private async Task<double> GrowthAsync(Target target, Faults faults, CancellationToken cancellation)
    {
        var open = new List<RawConnection>(streams);
        try
        {
            var before = target.Process.ResidentKiB;
            await OpenAsync(target, open, faults, cancellation);
            await Task.Delay(Settle, cancellation);
            return (target.Process.ResidentKiB - before) / (double)streams;
        }
        finally
        {
            foreach (var connection in open)
                connection.Dispose();
        }
    }

    private async Task OpenAsync(Target target, List<RawConnection> open, Faults faults, CancellationToken cancellation)
    {
        var request = ChatRequest.SilentStream(target.Key);
        for (var left = streams; left > 0; left -= OpenedAtOnce)
        {
            var batch = Enumerable.Range(0, Math.Min(left, OpenedAtOnce)).Select(_ => OpenStreamAsync(target.Port, request, faults));
            open.AddRange((await Task.WhenAll(batch).WaitAsync(OpenLimit, cancellation)).OfType<RawConnection>());
        }
    }

    private static async Task<RawConnection?> OpenStreamAsync(int port, byte[] request, Faults faults)
    {
        RawConnection? connection = null;
        try
        {
            connection = await RawConnection.OpenAsync(port, bufferSize: 4096);
            await connection.ExchangeFirstEventAsync(request);
            if (connection.Status != 200 || connection.Events.Events == 0)
                faults.Add($"status {connection.Status} instead of a stream");
        }
        catch (Exception e) when (e is IOException or SocketException or InvalidDataException)
        {
            faults.Add(e.Message);
        }
        return connection;
    }
}
