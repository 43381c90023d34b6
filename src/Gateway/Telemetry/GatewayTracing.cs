using System.Diagnostics;

namespace Gateway.Telemetry;

/// <summary>The only source of spans.</summary>
internal sealed class GatewayTracing : IDisposable
{
    private readonly ActivitySource _source = new(Names.Scope, GatewayMeter.Version);

    /// <summary>True when anybody wants spans. Their attributes are only assembled then.</summary>
    public bool IsHeard => _source.HasListeners();

    public Activity? Start(string name, ActivityKind kind, ActivityContext parent) => _source.StartActivity(name, kind, parent);

    public void Dispose() => _source.Dispose();
}
