namespace Gateway.Configuration.Loading;

/// <summary>A valid configuration and where it came from.</summary>
/// <param name="Config">The configuration.</param>
/// <param name="Location">Its location.</param>
/// <param name="Text">The text it was read from.</param>
internal sealed record ConfigSource(GatewayConfig Config, ConfigLocation Location, string Text);
