using System.Threading.Channels;
using Gateway.Ledger.Store;
using Gateway.Ledger.Store.Tables;

namespace Gateway.Ledger.Captures;

/// <summary>
/// Where captures wait for the database. Its memory is bounded, with that of requests under way; what finds no room is dropped and
/// counted, and no request waits.
/// </summary>
internal sealed class CaptureQueue(LedgerDatabase database)
{
    /// <summary>The most that is kept of a body and of an answer.</summary>
    public const int MostOfOne = 1024 * 1024;

    /// <summary>The most that all hold that are not written yet.</summary>
    public const long MostOfAll = 64L * 1024 * 1024;

    // What one costs beside its bytes, so that many small ones are bounded too.
    private const int Overhead = 1024;

    private readonly Channel<CapturedRequest> _waiting =
        Channel.CreateUnbounded<CapturedRequest>(new UnboundedChannelOptions { SingleReader = true });
    private long _held;
    private long _dropped;

    /// <summary>How many were dropped since the start.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>How much memory is in use.</summary>
    public long Held => Interlocked.Read(ref _held);

    public ChannelReader<CapturedRequest> Waiting => _waiting.Reader;

    /// <summary>Takes a copy of what is said.</summary>
    /// <param name="request">Who says it, still without a body.</param>
    /// <param name="body">What is said.</param>
    /// <returns>Takes the answer; null when nothing is kept.</returns>
    public Capture? Begin(CapturedRequest request, ReadOnlySpan<byte> body)
    {
        if (!database.IsKept)
        {
            return null;
        }

        var length = Math.Min(body.Length, MostOfOne);
        if (!TryTake(length + Overhead))
        {
            Interlocked.Increment(ref _dropped);
            return null;
        }

        return new Capture(this, request with { Body = body[..length].ToArray(), IsBodyCut = length < body.Length });
    }

    public void Add(CapturedRequest request) => _waiting.Writer.TryWrite(request);

    public bool TryTake(int bytes)
    {
        if (Interlocked.Add(ref _held, bytes) <= MostOfAll)
        {
            return true;
        }

        Interlocked.Add(ref _held, -bytes);
        return false;
    }

    /// <summary>Those that were read are written, or never will be.</summary>
    public void Let(IReadOnlyList<CapturedRequest> requests, bool areWritten)
    {
        foreach (var request in requests)
        {
            Interlocked.Add(ref _held, -(request.Body.Length + request.Answer.Length + Overhead));
        }

        if (!areWritten)
        {
            Interlocked.Add(ref _dropped, requests.Count);
        }
    }
}
