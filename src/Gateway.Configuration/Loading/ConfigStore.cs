namespace Gateway.Configuration.Loading;

/// <summary>Holds the last good configuration.</summary>
/// <param name="config">The configuration at start.</param>
/// <param name="text">The text it was read from.</param>
internal sealed class ConfigStore(GatewayConfig config, string text = "")
{
    private volatile GatewayConfig _current = config;

    /// <summary>Raised after <see cref="Current"/> changed.</summary>
    public event Action? Changed;

    public GatewayConfig Current => _current;

    /// <summary>The text of the configuration at start, so that a change since then is noticed.</summary>
    public string FirstText { get; } = text;

    public void Replace(GatewayConfig config)
    {
        var before = _current;
        _current = config;
        try
        {
            Changed?.Invoke();
        }
        catch
        {
            // A configuration that cannot be put into force is not the last good one.
            _current = before;
            throw;
        }
    }
}
