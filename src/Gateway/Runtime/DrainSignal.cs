namespace Gateway.Runtime;

/// <summary>Tells the parts that the gateway is stopping, and later that its time is over.</summary>
internal sealed class DrainSignal : IDisposable
{
    private readonly CancellationTokenSource _over = new();
    private ITimer? _timer;

    /// <summary>It is stopping: no new work, please.</summary>
    public bool IsDraining { get; private set; }

    /// <summary>Cancelled when answers still running must end.</summary>
    public CancellationToken Over => _over.Token;

    public void Begin(TimeSpan limit, TimeProvider time)
    {
        IsDraining = true;
        _timer = time.CreateTimer(static over => ((CancellationTokenSource)over!).Cancel(), _over, limit, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whoever stopped it does not want to wait: running answers get their error event now.</summary>
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
