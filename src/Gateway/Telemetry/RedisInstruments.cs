using System.Diagnostics.Metrics;
using Pair = System.Collections.Generic.KeyValuePair<string, object?>;

namespace Gateway.Telemetry;

/// <summary>The instruments of the counters that replicas share.</summary>
internal sealed class RedisInstruments(GatewayMeter meter, TimeProvider time)
{
    private readonly Histogram<double> _duration = meter.Seconds(
        Names.Own.RedisOperationDuration, Buckets.Redis, "How long scripts at Redis took, whether they succeeded or not.");

    private readonly Counter<long> _failures = meter.Counter(
        Names.Own.RedisFailures, "{failure}", "Calls to Redis that failed or were not answered in time.");

    /// <returns>The start time, for <see cref="Ended"/>; 0 when nobody listens.</returns>
    public long Begin() => _duration.Enabled ? time.GetTimestamp() : 0;

    public void Ended(string operation, long since)
    {
        if (since != 0)
        {
            _duration.Record(time.GetElapsedTime(since).TotalSeconds, new Pair(Names.Attributes.RedisOperation, operation));
        }
    }

    public void Failed() => _failures.Add(1);

    /// <summary>Observes whether the shared counters are in use.</summary>
    public void ObserveConnected(Func<bool> isConnected) => meter.Gauge(
        Names.Own.RedisConnected, null, "Whether the counters that replicas share are asked.", () => isConnected() ? 1 : 0);
}
