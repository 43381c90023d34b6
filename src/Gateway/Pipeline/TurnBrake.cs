using Gateway.Requests;
using Gateway.Runtime;
using Gateway.Wire.Errors;
using Gateway.Wire.Heads;

namespace Gateway.Pipeline;

/// <summary>
/// Stops a session whose model calls tools forever: it allows a fixed number of requests for one user message. Each replica counts the
/// requests it sees. The answers in a request's own history are counted wherever they were given. So for a client that sends its history
/// the limit holds over all replicas, and otherwise for each replica.
/// </summary>
internal sealed class TurnBrake(TimeProvider time)
{
    private readonly RecentMemory<(string Caller, string Owner, string Session, string Name), Turn> _turns = new(time);

    /// <summary>Counts a request.</summary>
    /// <returns>The reason for refusal; null when it is allowed.</returns>
    public ApiError? Count(Choice choice)
    {
        // Background requests are not part of a turn.
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
            // The last user message is another one: the turn began elsewhere.
            _turns.Remember(key, turn = new Turn(head.LastOfUser));
        }

        var count = Math.Max(turn.Next(), begins ? 1 : head.AnswersInTurn + 1);
        return count > most ? ApiErrors.TurnLimit(most) : null;
    }

    private sealed class Turn(int lastOfUser)
    {
        private int _requests;

        /// <summary>The position in the conversation of the message the turn began with.</summary>
        public int LastOfUser => lastOfUser;

        public int Next() => Interlocked.Increment(ref _requests);
    }
}
