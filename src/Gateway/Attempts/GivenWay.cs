using Gateway.Backends;
using Gateway.Ledger.Pricing;
using Gateway.Requests;
using Gateway.Resilience.Queue;
using Gateway.Routing.Candidates;
using Gateway.Wire.Streams;

namespace Gateway.Attempts;

/// <summary>
/// Lets a background request leave its place. Its attempt works for a client of its own, which leaves when a person has waited too long.
/// The attempt then does all that it does for a client that left, and nothing counts against the model.
/// </summary>
internal sealed class GivenWay : IDisposable
{
    private readonly AttemptContext _context;
    private readonly CancellationTokenSource _stop;
    private QueueLease? _lease;
    private long _since;
    private volatile bool _isTaken;

    public GivenWay(AttemptContext context, AttemptTurn turn)
    {
        _context = context;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(turn.Client);
        Turn = turn with { Client = _stop.Token, Way = this };
    }

    /// <summary>The turn, for a client that may leave before the real one.</summary>
    public AttemptTurn Turn { get; }

    /// <summary>True when a person needed the place.</summary>
    public bool IsTaken => _isTaken;

    /// <summary>
    /// True when a request may leave a candidate for a person: once, only before any of its answer is on its way, and never a candidate
    /// that may cost money.
    /// </summary>
    public static bool IsOpenTo(Delivery delivery, Candidate candidate) =>
        delivery is { Inquiry: { IsBackground: true, Head.Stream: false }, GaveWay: false }
        && candidate.Card.IsLocal
        && !Pricing.Costs(candidate.Card, delivery.Inquiry.ReceivedOn);

    /// <summary>
    /// Holds a background request back before a line: one that arrives a moment before the chat it is about would take the chat's place.
    /// </summary>
    public static Task HoldBackAsync(AttemptContext context, AttemptTurn turn)
    {
        if (context.Delivery is not { Inquiry.IsBackground: true, Progress.Attempts: 0 }
            || context.Services.Guards.QueueOf(context.Snapshot.Backends[turn.Candidate.Backend], turn.Candidate) is null)
        {
            return Task.CompletedTask;
        }

        var pause = context.Snapshot.Config.Background.HoldBack;
        context.Delivery.WaitedForOthers(pause);
        return Task.Delay(pause, context.Time, turn.Client);
    }

    /// <summary>Notes that the attempt has its place.</summary>
    public void Open(QueueLease lease)
    {
        (_lease, _since) = (lease, _context.Time.GetTimestamp());
        lease.MayGiveWay(_context.Snapshot.Config.Background.GiveWayAfter, Take);
    }

    /// <summary>Notes that the place was taken, and the usage until then. Under the lock of the attempts' account.</summary>
    /// <param name="gate">Counts how many times the request was sent.</param>
    public void Note(SendGate gate)
    {
        var delivery = _context.Delivery;
        var candidate = Turn.Candidate;
        var backend = _context.Snapshot.Backends[candidate.Backend];
        delivery.GaveWay = true;
        delivery.FailedAttempts = string.Join(' ', delivery.FailedAttempts, $"{candidate.Backend}/{candidate.Model}:GaveWay").TrimStart();
        _context.Services.Telemetry.GaveWay(backend);
        if (delivery.Progress.Attempts > delivery.Progress.AttemptsOver)
        {
            delivery.Progress = delivery.Progress with { AttemptsOver = delivery.Progress.Attempts };
            delivery.Spend(new SpentAnswer(candidate, null, AnswerEnd.Superseded)
            {
                Prompt = AttemptRequest.PromptOn(delivery.Choice, candidate),
                Written = RequestUsage.WrittenBy(delivery.Choice, candidate, _context.Time.GetElapsedTime(_since)),
            });
            gate.Excuse(backend.State);
        }
    }

    public void Dispose()
    {
        _lease?.Stays();
        _stop.Dispose();
    }

    private void Take()
    {
        _isTaken = true;
        try
        {
            // An exception from its callbacks stays in the task; thrown here, on a pool thread, it would end the process.
            _ = _stop.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // Its answer is complete, and the place is about to be released.
        }
    }
}
