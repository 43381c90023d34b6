using Gateway.Configuration.Binding;

namespace Gateway.Configuration.Loading;

/// <summary>The result of reading a configuration file.</summary>
/// <param name="Config">The configuration; null when there is any mistake.</param>
/// <param name="Mistakes">Every mistake, in line order.</param>
internal sealed record ConfigResult(GatewayConfig? Config, IReadOnlyList<ConfigMistake> Mistakes);
