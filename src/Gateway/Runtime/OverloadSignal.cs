namespace Gateway.Runtime;

/// <summary>Tells the parts of the gateway that memory is short: running requests go on, and nothing new begins.</summary>
internal sealed class OverloadSignal
{
    private volatile bool _isOverloaded;

    public bool IsOverloaded
    {
        get => _isOverloaded;
        set => _isOverloaded = value;
    }
}
