namespace Gateway.Runtime;

/// <summary>Tells the parts of the gateway that the processors are nearly used up, so that they batch work where possible.</summary>
internal sealed class BusySignal
{
    private volatile bool _isBusy;

    public bool IsBusy
    {
        get => _isBusy;
        set => _isBusy = value;
    }
}
