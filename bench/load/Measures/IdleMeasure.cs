using System.Net.Sockets;
using Gateway.Load.Client;
using Gateway.Load.Report;
using Gateway.Load.Targets;

namespace Gateway.Load.Measures;

/// <summary>Memory of a stream that has begun and then waits, as all streams do for most of their life.</summary>
/// <remarks>
/// The first batch stays open under the second. It warms code, pools and the collector's budget; closed, its freed
/// memory would serve the second batch and hide what that one needs. The target must be a fresh process, for the
/// same reason.
/// </remarks>
internal sealed class IdleMeasure(int streams) : IMeasure
{
    private const int OpenedAtOnce = 50;

    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan OpenLimit = TimeSpan.FromSeconds(60);

    public string Name => "idle";

    public IReadOnlyList<Row> Rows { get; } =
    [
        new Row("idle stream, KiB", "0.0", new Goal(GoalKind.AtMost, 24)),
    ];

    /// <param name="duration">Not used: the settle time is fixed.</param>
    public async Task<Outcome> RunAsync(Target target, TimeSpan duration, CancellationToken cancellation)
    {
        var faults = new Faults();
        var open = new List<RawConnection>(2 * streams);
        try
        {
            var before = await OpenBatchAsync(target, open, faults, cancellation);
            var after = await OpenBatchAsync(target, open, faults, cancellation);
            return new Outcome([(after - before) / (double)streams], faults);
        }
        finally
        {
            foreach (var connection in open)
                connection.Dispose();
        }
    }

    /// <returns>Resident KiB of the target once it holds the batch.</returns>
    private async Task<long> OpenBatchAsync(Target target, List<RawConnection> open, Faults faults, CancellationToken cancellation)
    {
        var request = ChatRequest.SilentStream(target.Key);
        for (var left = streams; left > 0; left -= OpenedAtOnce)
        {
            var batch = Enumerable.Range(0, Math.Min(left, OpenedAtOnce)).Select(_ => OpenStreamAsync(target.Port, request, faults));
            open.AddRange((await Task.WhenAll(batch).WaitAsync(OpenLimit, cancellation)).OfType<RawConnection>());
        }
        await Task.Delay(Settle, cancellation);
        return target.Process.ResidentKiB;
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
