using System.Diagnostics.Metrics;
using System.Reflection;

namespace Gateway.Telemetry;

/// <summary>The gateway's only meter, made by the host's factory, which disposes of it.</summary>
internal sealed class GatewayMeter(IMeterFactory factory)
{
    /// <summary>The version recorded with spans and metrics.</summary>
    public static string? Version { get; } =
        typeof(GatewayMeter).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;

    private readonly Meter _meter = factory.Create(new MeterOptions(Names.Scope) { Version = Version });

    public Counter<long> Counter(string name, string unit, string description) => _meter.CreateCounter<long>(name, unit, description);

    public Counter<double> Sum(string name, string? unit, string description) => _meter.CreateCounter<double>(name, unit, description);

    public Histogram<double> Seconds(string name, InstrumentAdvice<double> buckets, string description) =>
        _meter.CreateHistogram(name, "s", description, tags: null, buckets);

    public Histogram<long> Tokens(string name, string description) =>
        _meter.CreateHistogram(name, "{token}", description, tags: null, Buckets.Tokens);

    /// <summary>Adds a gauge of one value, which is read only at a query and costs nothing until then.</summary>
    public void Gauge(string name, string? unit, string description, Func<int> observe) =>
        _meter.CreateObservableGauge(name, observe, unit, description);

    /// <summary>Adds a counter whose value is kept elsewhere.</summary>
    public void Total(string name, string unit, string description, Func<long> observe) =>
        _meter.CreateObservableCounter(name, observe, unit, description);

    /// <summary>Adds a gauge of many values.</summary>
    public void Gauge<T>(string name, string? unit, string description, Func<IEnumerable<Measurement<T>>> observe)
        where T : struct => _meter.CreateObservableGauge(name, observe, unit, description);
}
