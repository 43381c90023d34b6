using Gateway.Configuration;
using Gateway.Tests.Wire.Heads;
using Gateway.Wire.Streams;

namespace Gateway.Tests.Attempts;

/// <summary>What differs between the requests of tests.</summary>
internal sealed record AttemptSetup
{
    public string Body { get; init; } = HeadCases.Minimal;

    public Func<BackendConfig, BackendConfig> Backend { get; init; } = static b => b;

    public Func<RouteConfig, RouteConfig> Route { get; init; } = static r => r;

    public IReadOnlyList<ModelConfig> Models { get; init; } = [];

    public ResilienceConfig Resilience { get; init; } = new();

    public bool IsBackground { get; init; }

    public IAnswerSeal? Seal { get; init; }
}
