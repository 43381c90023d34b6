namespace Gateway.Routing.Candidates;

/// <summary>The present load and state of a backend. Mutable, safe for use by many threads, and kept when tables are replaced.</summary>
/// <param name="time">The clock; the system's by default.</param>
public sealed class BackendLoad(TimeProvider? time = null)
{
    private readonly PauseClock _refusal = new(time ?? TimeProvider.System);
    private int _inFlight;
    private int _passedOn;
    private int _returns;
    private volatile bool _isDown;
    private volatile bool _isLoading;

    /// <summary>True when nothing answers at its address, as far as is known. Such a backend is tried last, but still tried.</summary>
    public bool IsDown
    {
        get => _isDown;
        set => _isDown = value;
    }

    /// <summary>
    /// True when it is up but answers nothing yet because it is loading the model it was started with. Its models then count as cold, like
    /// those another backend must load first.
    /// </summary>
    public bool IsLoading
    {
        get => _isLoading;
        set => _isLoading = value;
    }

    /// <summary>How much longer it refuses the gateway's credential; zero or less when it does not.</summary>
    public TimeSpan RefusedFor => _refusal.Left;

    /// <summary>True when it refuses the gateway's credential, which all its models share.</summary>
    public bool IsRefused => RefusedFor > TimeSpan.Zero;

    /// <summary>How much longer it refuses the credential, and the reason given to <see cref="Refuse"/>.</summary>
    public (TimeSpan Left, object? Reason) RefusalNow => _refusal.Now;

    /// <summary>The number of times the backend became reachable again. Each time it may have been restarted with other settings.</summary>
    public int Returns => Volatile.Read(ref _returns);

    /// <summary>Records that the backend is reachable again.</summary>
    public void ComeBack() => Interlocked.Increment(ref _returns);

    /// <summary>The gateway's attempts that are running on it.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>The running attempts that it only passes on, see <see cref="Models.ModelCard.IsPassedOn"/>.</summary>
    public int PassedOn => Volatile.Read(ref _passedOn);

    /// <summary>How many attempts its machine takes at a time; 0, the default, for no limit.</summary>
    public int Capacity { get; set; }

    /// <summary>The load of its machine, as a share of its capacity; without a limit, the capacity counts as 1.</summary>
    public double Share => (double)(InFlight - PassedOn) / Math.Max(1, Capacity);

    /// <summary>Records the start of an attempt. Each needs one <see cref="End"/>.</summary>
    /// <param name="isPassedOn">Whether the backend only passes it on.</param>
    public void Begin(bool isPassedOn = false) => Count(isPassedOn, 1);

    /// <summary>Records the end of an attempt.</summary>
    /// <param name="isPassedOn">The same value as at its start.</param>
    public void End(bool isPassedOn = false) => Count(isPassedOn, -1);

    /// <summary>Records that it refused the gateway's credential. It is not asked again for a while.</summary>
    /// <param name="length">How long.</param>
    /// <param name="reason">The reason to keep for <see cref="RefusalNow"/>.</param>
    public void Refuse(TimeSpan length, object reason) => _refusal.Begin(length, reason);

    private void Count(bool isPassedOn, int change)
    {
        Interlocked.Add(ref _inFlight, change);
        if (isPassedOn)
        {
            Interlocked.Add(ref _passedOn, change);
        }
    }
}
