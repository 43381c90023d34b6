using System.Diagnostics.Metrics;

namespace Gateway.Telemetry;

/// <summary>The instruments recorded once for each attempt at a backend.</summary>
internal sealed class AttemptInstruments(GatewayMeter meter, Conventions conventions)
{
    public Histogram<double> Duration { get; } = meter.Seconds(
        conventions.AreComing ? Names.Coming.InferenceDuration : Names.GenAi.OperationDuration, Buckets.Seconds,
        "How long one attempt at a backend took.");

    public Histogram<double> FirstChunk { get; } = meter.Seconds(
        conventions.AreComing ? Names.Coming.TimeToFirstChunk : Names.GenAi.TimeToFirstChunk, Buckets.Seconds,
        "From sending an attempt to the first event of its stream.");

    public Histogram<double> Chunk { get; } = meter.Seconds(
        conventions.AreComing ? Names.Coming.TimePerOutputChunk : Names.GenAi.TimePerOutputChunk, Buckets.Seconds,
        "From one piece of a stream to the next, as they come from the backend.");

    public TokenInstruments Tokens { get; } = new(meter, conventions);

    public Counter<long> Attempts { get; } = meter.Counter(Names.Own.Attempts, "{attempt}", "Attempts at backends by what became of them.");

    public Counter<long> Failovers { get; } = meter.Counter(
        Names.Own.Failovers, "{failover}", "Attempts that followed a failed one elsewhere.");

    public Counter<long> UnknownFinishes { get; } = meter.Counter(
        Names.Own.UnknownFinishes, "{answer}", "Answers that ended for a reason whose word the gateway does not know; clients read stop.");

    public Counter<long> GaveWay { get; } = meter.Counter(
        Names.Own.GaveWay, "{request}", "Background requests that were ended on an own machine for a person who waited, to be sent again.");

    public Histogram<double> QueueWait { get; } = meter.Seconds(
        Names.Own.QueueWait, Buckets.Waiting, "How long requests stood in line before a backend.");
}
