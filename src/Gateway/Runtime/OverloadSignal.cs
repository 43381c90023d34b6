namespace Gateway.Runtime;

/// <summary>Tells the parts that memory is short: what runs goes on, and nothing new begins.</summary>
internal sealed class OverloadSignal
{
    private volatile bool _isOverloaded;

    public bool IsOverloaded
    {
        get => _isOverloaded;
        set => _isOverloaded = value;
    }
}
