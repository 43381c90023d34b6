using Gateway.Pipeline.Reserving;

namespace Gateway.Pipeline;

/// <summary>
/// Step 9 of the path. Its parts run in this order, each regardless of what happened to the others: failures are logged, and a failed log
/// line never leaves a reservation unsettled.
/// </summary>
internal sealed partial class Conclude(
    QuotaGate quotas, Learning learning, CutPrompts cuts, RequestTelemetry telemetry, RequestLog log, ILogger<Conclude> logger)
{
    internal static readonly (string Name, Action<Conclude, Conclusion> Run)[] Parts =
    [
        // 1. Release first what others wait for.
        ("release", static (_, c) => Release(c)),
        // 2. Write the record, unless the last bytes already waited for it; it contains the reservation as it was.
        ("record", static (_, c) => c.Record()),
        ("capture", static (_, c) => c.Delivery?.Capture?.End(c.Delivery.Served?.Model)),
        // 3. Settle the quotas before the metrics that read them.
        ("settle", static (all, c) => all.Settle(c)),
        ("learn", static (all, c) => all.Learn(c)),
        ("measure", static (all, c) => all._telemetry.Ended(c.Inquiry, c.Choice, c.Delivery, c.Outcome)),
        ("log", static (all, c) => all._log.Write(c.Inquiry, c.Choice, c.Delivery, c.Outcome)),
    ];

    private readonly RequestTelemetry _telemetry = telemetry;
    private readonly RequestLog _log = log;

    public void Run(Conclusion conclusion)
    {
        foreach (var (name, run) in Parts)
        {
            try
            {
                run(this, conclusion);
            }
            catch (Exception e)
            {
                Log.PartFailed(logger, name, conclusion.Inquiry.Id, e);
            }
        }
    }

    private static void Release(Conclusion conclusion)
    {
        conclusion.Inquiry.ReleaseBody();
        conclusion.Delivery?.Serving?.End();
    }

    private void Settle(Conclusion conclusion)
    {
        if (conclusion.Choice is { } choice)
        {
            quotas.Settle(choice, conclusion.Delivery, conclusion.Outcome);
        }
    }

    private void Learn(Conclusion conclusion)
    {
        if (conclusion.Delivery is { } delivery)
        {
            learning.Take(delivery, conclusion.Outcome);
            // The client already has its answer; the next request finds the new fact.
            _ = cuts.NoteAsync(delivery);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(4023, LogLevel.Error, "The end of request {Id} was not seen to: its part '{Part}' failed.")]
        public static partial void PartFailed(ILogger logger, string part, string id, Exception exception);
    }
}
