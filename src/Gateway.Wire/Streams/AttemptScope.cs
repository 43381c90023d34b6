namespace Gateway.Wire.Streams;

/// <summary>
/// The lifetime of one attempt. One cancellation covers three causes: the client leaves, the drain time runs out, or the current limit is
/// reached (first event, then idle). It uses one source and one deadline for the whole stream, however many events it has.
/// </summary>
internal sealed class AttemptScope : IDisposable
{
    // Kestrel's own limit would let a stalled reader hold its backend for more than four minutes.
    private static readonly TimeSpan ClientLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ClientCheck = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time;
    private readonly CancellationToken _client;
    private readonly CancellationToken _drain;
    private readonly CancellationTokenSource _source = new();
    private readonly Deadline _deadline;
    private readonly CancellationTokenRegistration _onClient;
    private readonly CancellationTokenRegistration _onDrain;
    private readonly CancellationTokenRegistration _onCancelled;
    private readonly long _begunAt;
    private readonly TimeSpan _firstLimit;
    private long _clientSince;
    private bool _isFirst = true;
    private bool _hasShownLife;
    private volatile bool _isClientsTurn;
    private volatile bool _clientStalled;
    private volatile bool _isCut;

    public AttemptScope(TimeProvider time, TimeSpan firstLimit, CancellationToken client, CancellationToken drain)
    {
        _time = time;
        _firstLimit = firstLimit;
        _begunAt = StartedAt = time.GetTimestamp();
        _client = client;
        _drain = drain;
        _onClient = client.UnsafeRegister(Cancel, _source);
        _onDrain = drain.UnsafeRegister(Cancel, _source);
        _onCancelled = _source.Token.UnsafeRegister(static scope => ((AttemptScope)scope!).OnCancelled(), this);
        _deadline = new Deadline(time, Expire);
        _deadline.Set(firstLimit);
    }

    public CancellationToken Token => _source.Token;

    /// <summary>The reason for the cancellation; <see cref="AnswerEnd.None"/> while there is none.</summary>
    public AnswerEnd Cause =>
        _client.IsCancellationRequested || _clientStalled ? AnswerEnd.ClientClosed
        : !_source.IsCancellationRequested ? AnswerEnd.None
        : _drain.IsCancellationRequested ? AnswerEnd.Drained
        : _isCut ? AnswerEnd.QuotaSpent
        : AnswerEnd.Stalled;

    /// <summary>The longest time for the whole answer, whatever arrives.</summary>
    public TimeSpan Total { get; init; } = TimeSpan.MaxValue;

    /// <summary>The time from which the total counts, as a timestamp. All attempts of a request share it.</summary>
    public long StartedAt { get; init; }

    /// <summary>How long, from the beginning, signs of life may extend the limit on the first event.</summary>
    public TimeSpan Alive { get; init; }

    /// <summary>True when the backend has sent anything, even if only headers.</summary>
    public bool HasResponse { private get; set; }

    /// <summary>A sentence, without the time, that says what has not arrived when the limit on the first event is reached.</summary>
    public string Missing { get; init; } = "no part of an answer came";

    /// <summary>Breaks the connection of a client that reads nothing.</summary>
    public Action? AbortClient { get; init; }

    /// <summary>Explains why an attempt ended as <see cref="AnswerEnd.Stalled"/>.</summary>
    /// <param name="limit">The current limit.</param>
    public string WhyStalled(TimeSpan limit) =>
        Left <= TimeSpan.Zero ? $"The answer took longer than its limit of {Total.TotalSeconds:0.###} seconds."
        : !_isFirst || !HasResponse ? $"The backend sent nothing for {limit.TotalSeconds:0.###} seconds."
        : !_hasShownLife ? $"The backend responded, but {Missing} within {limit.TotalSeconds:0.###} seconds."
        : LeftAlive <= TimeSpan.Zero ? $"The backend showed that it lives, but {Missing} within {Alive.TotalSeconds:0.###} seconds."
        : $"The backend showed that it lives, but {Missing} within {limit.TotalSeconds:0.###} seconds of that.";

    public void LimitTo(TimeSpan limit)
    {
        _isFirst = false;
        _isClientsTurn = false;
        var left = Left;
        if (left <= TimeSpan.Zero)
        {
            _source.Cancel();
            return;
        }

        _deadline.Set(left < limit ? left : limit, isFinal: left < limit);
    }

    /// <summary>Notes a sign of life before the first event: the limit on that event starts again, up to its own maximum.</summary>
    public void ShowsLife()
    {
        _hasShownLife = true;
        var most = LeftAlive < Left ? LeftAlive : Left;
        var limit = _firstLimit < most ? _firstLimit : most;
        if (limit > _deadline.Left)
        {
            _deadline.Set(limit);
        }
    }

    /// <summary>
    /// Starts a wait for the client to read: the backend is not to blame for the time, but a client that reads
    /// nothing must not hold it forever.
    /// </summary>
    public void AwaitClient()
    {
        LimitTo(ClientLimit);
        _clientSince = _time.GetTimestamp();
        _isClientsTurn = true;
    }

    /// <summary>
    /// Notes that the client read something. Called on every read, so it checks the clock and sets the timer at most once a second.
    /// </summary>
    public void ClientTook()
    {
        if (_isClientsTurn && _time.GetElapsedTime(_clientSince) > ClientCheck)
        {
            AwaitClient();
        }
    }

    /// <summary>Ends an answer that has used up its allowance. Callable from any thread; does nothing to an answer that is over.</summary>
    public void Cut()
    {
        _isCut = true;
        Expire();
    }

    public void Dispose()
    {
        _deadline.Dispose();
        _onClient.Dispose();
        _onDrain.Dispose();
        _onCancelled.Dispose();
        _source.Dispose();
    }

    private TimeSpan Left => Total == TimeSpan.MaxValue ? Total : Total - _time.GetElapsedTime(StartedAt);

    private TimeSpan LeftAlive => Alive - _time.GetElapsedTime(_begunAt);

    private void Expire()
    {
        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
        }
    }

    // The forwarder is then waiting in a write to the client, which only ends with that connection. Not when the gateway stops: a client
    // that is still reading is told so in the stream.
    private void OnCancelled()
    {
        if (_isClientsTurn && !_isCut && !_client.IsCancellationRequested && !_drain.IsCancellationRequested)
        {
            _clientStalled = true;
            AbortClient?.Invoke();
        }
    }

    private static void Cancel(object? source) => ((CancellationTokenSource)source!).Cancel();
}
