namespace Gateway.Streaming;

/// <summary>
/// The lifetime of one attempt: one cancellation for the client leaving, the drain time running out, and the limit of the moment
/// (first event, then idle). One source and one timer for the whole stream, however many events it has.
/// </summary>
internal sealed class AttemptScope : IDisposable
{
    private readonly TimeProvider _time;
    private readonly long _startedAt;
    private readonly CancellationToken _client;
    private readonly CancellationToken _drain;
    private readonly CancellationTokenSource _source;
    private readonly CancellationTokenRegistration _onClient;
    private readonly CancellationTokenRegistration _onDrain;

    public AttemptScope(TimeProvider time, TimeSpan firstLimit, CancellationToken client, CancellationToken drain)
    {
        _time = time;
        _startedAt = time.GetTimestamp();
        _client = client;
        _drain = drain;
        // Given a limit from the start, the source makes its timer from this provider; one made later would use the system's clock.
        _source = new CancellationTokenSource(firstLimit, time);
        _onClient = client.UnsafeRegister(Cancel, _source);
        _onDrain = drain.UnsafeRegister(Cancel, _source);
    }

    public CancellationToken Token => _source.Token;

    /// <summary>Why the attempt was cancelled; <see cref="AnswerEnd.None"/> while it was not.</summary>
    public AnswerEnd Cause =>
        _client.IsCancellationRequested ? AnswerEnd.ClientClosed
        : !_source.IsCancellationRequested ? AnswerEnd.None
        : _drain.IsCancellationRequested ? AnswerEnd.Drained
        : AnswerEnd.Stalled;

    /// <summary>The longest time for the whole answer, whatever comes in it.</summary>
    public TimeSpan Total { get; init; } = TimeSpan.MaxValue;

    /// <summary>Says why an attempt ended as <see cref="AnswerEnd.Stalled"/>.</summary>
    /// <param name="limit">The limit of the moment.</param>
    public string WhyStalled(TimeSpan limit) => Left <= TimeSpan.Zero
        ? $"The answer took longer than its limit of {Total.TotalSeconds:0.###} seconds."
        : $"The backend sent nothing for {limit.TotalSeconds:0.###} seconds.";

    public void LimitTo(TimeSpan limit)
    {
        var left = Left;
        if (left <= TimeSpan.Zero)
        {
            _source.Cancel();
            return;
        }

        _source.CancelAfter(left < limit ? left : limit);
    }

    /// <summary>While the client is slow to take what it was sent, the backend is not to blame.</summary>
    public void StopClock() => _source.CancelAfter(Timeout.InfiniteTimeSpan);

    public void Dispose()
    {
        _onClient.Dispose();
        _onDrain.Dispose();
        _source.Dispose();
    }

    private TimeSpan Left => Total == TimeSpan.MaxValue ? Total : Total - _time.GetElapsedTime(_startedAt);

    private static void Cancel(object? source) => ((CancellationTokenSource)source!).Cancel();
}
