using Gateway.Protocol;
using Gateway.Requests;
using Gateway.Runtime;

namespace Gateway.Pipeline;

/// <summary>
/// Stops a session whose model calls tools for ever: so many requests for one message of the user's, and no more. Each replica counts what
/// it sees, and the answers that stand in a request's own history are counted wherever they were given; so the limit holds over all
/// replicas for a client that sends its history, and for each replica in any case.
/// </summary>
internal sealed class TurnBrake(TimeProvider time)
{
    private readonly RecentMemory<(string Caller, string Owner, string Session, string Name), Turn> _turns = new(time);

    /// <summary>Counts a request.</summary>
    /// <returns>Why it is refused; null when it is not.</returns>
    public ApiError? Count(Choice choice)
    {
        // What nobody waits for is no part of a turn.
        var inquiry = choice.Inquiry;
        if (choice.Snapshot.Config.Limits.RequestsPerTurn is not { } most || inquiry is not { Session: { } session, IsBackground: false })
        {
            return null;
        }

        var head = inquiry.Head;
        var begins = (head.History & HistoryTraits.EndsWithUser) != 0;
        // Two models that answer side by side have a turn each.
        var key = (inquiry.Caller.Name, inquiry.Caller.InLine, session, choice.Name.Meant);
        if (begins || !_turns.TryFind(key, out var turn) || turn!.LastOfUser != head.LastOfUser)
        {
            // Another message is the user's last: the turn began elsewhere.
            _turns.Remember(key, turn = new Turn(head.LastOfUser));
        }

        var count = Math.Max(turn.Next(), begins ? 1 : head.AnswersInTurn + 1);
        return count > most ? ApiErrors.TurnLimit(most) : null;
    }

    private sealed class Turn(int lastOfUser)
    {
        private int _requests;

        /// <summary>Which message of the conversation it began with.</summary>
        public int LastOfUser => lastOfUser;

        public int Next() => Interlocked.Increment(ref _requests);
    }
}
