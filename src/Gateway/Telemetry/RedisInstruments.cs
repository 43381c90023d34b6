using System.Diagnostics.Metrics;
using Gateway.Quotas.Redis;
using Pair = System.Collections.Generic.KeyValuePair<string, object?>;

namespace Gateway.Telemetry;

/// <summary>The instruments of the counters that replicas share.</summary>
internal sealed class RedisInstruments(GatewayMeter meter, TimeProvider time) : IRedisMeter
{
    private readonly Histogram<double> _duration = meter.Seconds(
        Names.Own.RedisOperationDuration, Buckets.Redis, "How long scripts at Redis took, whether they succeeded or not.");

    private readonly Counter<long> _failures = meter.Counter(
        Names.Own.RedisFailures, "{failure}", "Calls to Redis that failed or were not answered in time.");

    public long Begin() => _duration.Enabled ? time.GetTimestamp() : 0;

    public void Ended(string operation, long since)
    {
        if (since != 0)
        {
            _duration.Record(time.GetElapsedTime(since).TotalSeconds, new Pair(Names.Attributes.RedisOperation, operation));
        }
    }

    public void Failed() => _failures.Add(1);

    public void ObserveConnected(Func<bool> isConnected) => meter.Gauge(
        Names.Own.RedisConnected, null, "Whether the counters that replicas share are asked.", () => isConnected() ? 1 : 0);
}
