namespace Gateway.Configuration;

/// <summary>Holds the last good configuration.</summary>
internal sealed class ConfigStore(GatewayConfig config)
{
    private volatile GatewayConfig _current = config;

    /// <summary>Raised after <see cref="Current"/> changed.</summary>
    public event Action? Changed;

    public GatewayConfig Current => _current;

    public void Replace(GatewayConfig config)
    {
        _current = config;
        Changed?.Invoke();
    }
}
