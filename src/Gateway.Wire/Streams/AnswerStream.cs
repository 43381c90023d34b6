using System.Buffers;
using System.Runtime.CompilerServices;

namespace Gateway.Wire.Streams;

/// <summary>
/// The backend's stream as the client gets it. Reads go straight into the caller's buffer; nothing is rented while it waits.
/// </summary>
internal sealed class AnswerStream(
    Stream source,
    StreamRepair repair,
    AttemptScope scope,
    TimeSpan idleLimit,
    bool abortsOnFailure,
    IAnswerSeal? seal = null,
    HoldShare? share = null) : ForwardOnlyStream
{
    private const int PeekSize = 4096;

    private readonly StreamPump _pump = new(repair, share);
    private int _pieces;
    private long _passedAt;
    private bool _isSealed;
    private bool _disposed;

    /// <summary>Measures the pieces as they arrive; null when the metric has no listener.</summary>
    public StreamPace? Pace { get; init; }

    /// <summary>
    /// How long pieces may be gathered before they go to the client together; null or 0 passes each on as it comes.
    /// </summary>
    public Func<TimeSpan>? Gather { get; init; }

    /// <summary>The clock; null when arrival times are not needed.</summary>
    public TimeProvider? Time { get; init; }

    /// <summary>The time at which the first text or call arrived, as a timestamp; 0 before that.</summary>
    public long FirstPieceAt { get; private set; }

    /// <summary>The time at which the latest piece arrived, as a timestamp.</summary>
    public long LastPieceAt { get; private set; }

    /// <summary>The number of tokens in the first piece.</summary>
    public long FirstTokens { get; private set; }

    /// <summary>Reads up to the first meaningful event, before anything is committed. A stream without one is disposed of.</summary>
    /// <returns>False when the stream ended or failed before that: a failed attempt, whatever its status said.</returns>
    public async ValueTask<bool> PeekAsync()
    {
        var buffer = ArrayPool<byte>.Shared.Rent(PeekSize);
        try
        {
            while (!repair.HasStarted && !_pump.HasEnded)
            {
                var count = await ReadSourceAsync(buffer.AsMemory(0, PeekSize));
                if (count > 0)
                {
                    scope.HasResponse = true;
                    if (_pump.TakeHeld(buffer.AsSpan(0, count)))
                    {
                        scope.ShowsLife();
                    }
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            if (!repair.HasStarted)
            {
                // Also when the client has left: what this stream holds back counts against all streams.
                Dispose();
            }
        }

        if (repair.HasStarted)
        {
            // The first event met its limit. From here the stream may wait for the client, and each wait has its own limit.
            scope.AwaitClient();
            NotePieces();
        }

        // A stream that failed after its first good event in the same packet is committed: the error event tells the client.
        return repair.HasStarted;
    }

    // Both frames of a read that waits are taken from a pool: a stream of paced pieces waits for each of them.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_pump.Output.Length == 0)
        {
            if (_pump.HasEnded)
            {
                return repair.End == AnswerEnd.Complete || repair.IsBroken || !abortsOnFailure ? 0 : throw new IOException(repair.Failure);
            }

            if (_passedAt != 0)
            {
                await GatherAsync();
            }

            // The forwarder waits with a zero-byte buffer; so do we, and hold no buffer.
            var count = await ReadSourceAsync(buffer);
            if (buffer.IsEmpty)
            {
                return 0;
            }

            var passed = count == 0 ? 0 : _pump.Take(buffer.Span[..count]);
            NotePieces();
            if (passed > 0)
            {
                NotePassed();
                return passed;
            }
        }

        if (seal is not null && _pump.HasEnded && !_isSealed)
        {
            // A client that has the end of the stream must find the request in the ledger. Everything before the end waits for nothing.
            if (repair.End == AnswerEnd.Complete && _pump.Output.Length - StreamRepair.DoneLength is > 0 and var before)
            {
                return TakeOutput(buffer, before);
            }

            _isSealed = true;
            await (repair.IsBroken ? ValueTask.CompletedTask : seal.SealAsync(repair.End));
        }

        return TakeOutput(buffer, _pump.Output.Length);
    }

    // Before the source is read, and not after: whatever arrives meanwhile then comes in one read.
    private async ValueTask GatherAsync()
    {
        var since = Time!.GetElapsedTime(_passedAt);
        _passedAt = 0;
        if (Gather!() - since is var left && left > TimeSpan.Zero)
        {
            // A stream that is cancelled meanwhile says so when its source is read.
            await Task.Delay(left, Time, scope.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void NotePassed() => _passedAt = Gather is null ? 0 : Time!.GetTimestamp();

    private int TakeOutput(Memory<byte> buffer, int most)
    {
        NotePassed();
        var length = Math.Min(buffer.Length, most);
        _pump.Output.Span[..length].CopyTo(buffer.Span);
        _pump.Output.Consume(length);
        return length;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            _pump.Dispose();
            (repair as IDisposable)?.Dispose();
            source.Dispose();
            scope.Dispose();
        }

        base.Dispose(disposing);
    }

    // The role, the end and the usage are not pieces of what the model writes.
    private void NotePieces()
    {
        if (Time is null || repair.Answer.Pieces == _pieces)
        {
            return;
        }

        LastPieceAt = Time.GetTimestamp();
        if (_pieces == 0)
        {
            (FirstPieceAt, FirstTokens) = (LastPieceAt, repair.Answer.TokensDelivered);
        }

        _pieces = repair.Answer.Pieces;
        Pace?.Took();
    }

    // Reduces every way a source can end to one: zero bytes, with an honest end already in the pump's output.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> ReadSourceAsync(Memory<byte> buffer)
    {
        try
        {
            var read = source.ReadAsync(buffer, scope.Token);
            int count;
            if (read.IsCompletedSuccessfully)
            {
                count = read.Result;
                scope.ClientTook();
            }
            else
            {
                // The first event has its own limit, set when the attempt began.
                if (repair.HasStarted)
                {
                    scope.LimitTo(idleLimit);
                }

                count = await read;
                if (repair.HasStarted)
                {
                    scope.AwaitClient();
                }
            }

            if (count == 0 && !buffer.IsEmpty)
            {
                _pump.Finish(AnswerEnd.Truncated, "The backend's stream ended before the answer was finished.");
            }

            return count;
        }
        catch (Exception e) when (e is IOException or HttpRequestException or OperationCanceledException)
        {
            var cause = scope.Cause;
            if (cause == AnswerEnd.ClientClosed)
            {
                // Nobody is left to tell; the forwarder knows what a cancellation means.
                throw new OperationCanceledException(scope.Token);
            }

            FinishBroken(cause);
            return 0;
        }
    }

    private void FinishBroken(AnswerEnd cause)
    {
        switch (cause)
        {
            case AnswerEnd.Stalled:
                _pump.Finish(cause, scope.WhyStalled(idleLimit));
                break;
            case AnswerEnd.QuotaSpent:
                _pump.Finish(
                    cause,
                    "A limit was reached while this was answered: the answer is longer than what was left. GET /v1/usage/limits says "
                    + "what is.");
                break;
            case AnswerEnd.Drained:
                _pump.Finish(cause, "The gateway is shutting down and its drain time is over.");
                break;
            default:
                _pump.Finish(AnswerEnd.Truncated, "The connection to the backend was lost before the answer was finished.");
                break;
        }
    }
}
