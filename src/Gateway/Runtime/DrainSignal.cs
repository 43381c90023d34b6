namespace Gateway.Runtime;

/// <summary>Tells the parts of the gateway that it is stopping, and later that its time is over.</summary>
internal sealed class DrainSignal : IDisposable
{
    private readonly CancellationTokenSource _over = new();
    private ITimer? _timer;

    /// <summary>True when the gateway is stopping and takes no new work.</summary>
    public bool IsDraining { get; private set; }

    /// <summary>Cancelled when running answers must end.</summary>
    public CancellationToken Over => _over.Token;

    public void Begin(TimeSpan limit, TimeProvider time)
    {
        IsDraining = true;
        _timer = time.CreateTimer(static over => ((CancellationTokenSource)over!).Cancel(), _over, limit, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Ends running answers with their error event now, for an operator who does not want to wait.</summary>
    public void EndNow()
    {
        IsDraining = true;
        _over.Cancel();
    }

    public void Dispose()
    {
        _timer?.Dispose();
        _over.Dispose();
    }
}
