namespace Gateway.Streaming;

/// <summary>
/// The lifetime of one attempt: one cancellation for the client leaving, the drain time running out, and the limit of the moment
/// (first event, then idle). One source and one timer for the whole stream, however many events it has.
/// </summary>
internal sealed class AttemptScope : IDisposable
{
    private readonly CancellationToken _client;
    private readonly CancellationToken _drain;
    private readonly CancellationTokenSource _source;
    private readonly CancellationTokenRegistration _onClient;
    private readonly CancellationTokenRegistration _onDrain;

    public AttemptScope(TimeProvider time, TimeSpan firstLimit, CancellationToken client, CancellationToken drain)
    {
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

    public void LimitTo(TimeSpan limit) => _source.CancelAfter(limit);

    /// <summary>While the client is slow to take what it was sent, the backend is not to blame.</summary>
    public void StopClock() => _source.CancelAfter(Timeout.InfiniteTimeSpan);

    public void Dispose()
    {
        _onClient.Dispose();
        _onDrain.Dispose();
        _source.Dispose();
    }

    private static void Cancel(object? source) => ((CancellationTokenSource)source!).Cancel();
}
