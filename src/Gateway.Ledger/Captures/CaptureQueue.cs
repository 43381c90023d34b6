using System.Threading.Channels;
using Gateway.Ledger.Store;
using Gateway.Ledger.Store.Tables;

namespace Gateway.Ledger.Captures;

/// <summary>
/// Holds captures until the database takes them. Its memory is bounded, including requests in progress; a capture that finds no room is
/// dropped and counted, and no request waits.
/// </summary>
internal sealed class CaptureQueue(LedgerDatabase database)
{
    /// <summary>The most bytes kept of a body, and of an answer.</summary>
    public const int MostOfOne = 1024 * 1024;

    /// <summary>The most bytes held by all captures not yet written.</summary>
    public const long MostOfAll = 64L * 1024 * 1024;

    // The cost of a capture besides its bytes, so that many small ones are bounded too.
    private const int Overhead = 1024;

    private readonly Channel<CapturedRequest> _waiting =
        Channel.CreateUnbounded<CapturedRequest>(new UnboundedChannelOptions { SingleReader = true });
    private long _held;
    private long _dropped;

    /// <summary>The number of captures dropped since the start.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>The memory in use, in bytes.</summary>
    public long Held => Interlocked.Read(ref _held);

    public ChannelReader<CapturedRequest> Waiting => _waiting.Reader;

    /// <summary>Begins a capture with a copy of the request's body.</summary>
    /// <param name="request">The request, still without its body.</param>
    /// <param name="body">Its body.</param>
    /// <returns>Collects the answer; null when nothing is kept.</returns>
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

    /// <summary>Frees the memory of captures that were read: they are written, or never will be.</summary>
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
