using Gateway.Configuration.Binding;

namespace Gateway.Configuration;

/// <summary>What a configuration file turned out to be.</summary>
/// <param name="Config">The configuration; null when there is any mistake.</param>
/// <param name="Mistakes">Every mistake, in the order of its lines.</param>
internal sealed record ConfigResult(GatewayConfig? Config, IReadOnlyList<ConfigMistake> Mistakes);
