using System.Diagnostics;

namespace Gateway.Telemetry;

/// <summary>The one source of spans.</summary>
internal sealed class GatewayTracing : IDisposable
{
    private readonly ActivitySource _source = new(Names.Scope, GatewayMeter.Version);

    /// <summary>Whether anybody wants spans. What a span needs is put together only then.</summary>
    public bool IsHeard => _source.HasListeners();

    public Activity? Start(string name, ActivityKind kind, ActivityContext parent) => _source.StartActivity(name, kind, parent);

    public void Dispose() => _source.Dispose();
}
