namespace Gateway.Routing.Selection;

/// <summary>How a backend fares at present. Mutable, safe for use by many threads, and kept while tables come and go.</summary>
/// <param name="time">The clock; the system's by default.</param>
public sealed class BackendLoad(TimeProvider? time = null)
{
    private readonly PauseClock _refusal = new(time ?? TimeProvider.System);
    private int _inFlight;
    private int _passedOn;
    private int _returns;
    private volatile bool _isDown;
    private volatile bool _isLoading;

    /// <summary>Whether nothing answers at its address, as far as is known. Such a backend is tried last, not never.</summary>
    public bool IsDown
    {
        get => _isDown;
        set => _isDown = value;
    }

    /// <summary>
    /// Whether it is there but answers nothing yet, since it loads the model that it was started with. What it holds is then as cold as
    /// what another must load first.
    /// </summary>
    public bool IsLoading
    {
        get => _isLoading;
        set => _isLoading = value;
    }

    /// <summary>What is left of the time for which it refuses the gateway's credential; zero or less when it does not.</summary>
    public TimeSpan RefusedFor => _refusal.Left;

    /// <summary>Whether it refuses the gateway's credential, which all its models share.</summary>
    public bool IsRefused => RefusedFor > TimeSpan.Zero;

    /// <summary>How long it refuses the credential yet, and why, in the terms of whoever noted it.</summary>
    public (TimeSpan Left, object? Reason) RefusalNow => _refusal.Now;

    /// <summary>How often it came back after it could not be asked: it may have been started anew, with other switches.</summary>
    public int Returns => Volatile.Read(ref _returns);

    /// <summary>It can be asked again.</summary>
    public void ComeBack() => Interlocked.Increment(ref _returns);

    /// <summary>The attempts that are running on it from here.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Those of them that it only passes on, see <see cref="Models.ModelCard.IsPassedOn"/>.</summary>
    public int PassedOn => Volatile.Read(ref _passedOn);

    /// <summary>How many its machine takes at a time; 0, the default, when there is no limit.</summary>
    public int Capacity { get; set; }

    /// <summary>How busy its machine is, as a share of its capacity; of one where that has no limit.</summary>
    public double Share => (double)(InFlight - PassedOn) / Math.Max(1, Capacity);

    /// <summary>An attempt begins. Each needs one <see cref="End"/>.</summary>
    /// <param name="isPassedOn">Whether the backend only passes it on.</param>
    public void Begin(bool isPassedOn = false) => Count(isPassedOn, 1);

    /// <summary>An attempt is over.</summary>
    /// <param name="isPassedOn">As it was when it began.</param>
    public void End(bool isPassedOn = false) => Count(isPassedOn, -1);

    /// <summary>It refused the gateway's credential; it is not asked again for a while.</summary>
    /// <param name="length">How long.</param>
    /// <param name="reason">What is kept for <see cref="RefusalNow"/>.</param>
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
