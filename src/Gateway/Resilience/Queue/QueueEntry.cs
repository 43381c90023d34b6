using System.Diagnostics.CodeAnalysis;

namespace Gateway.Resilience.Queue;

/// <summary>What came of entering a queue. A value, because to be refused is as ordinary as to be let in.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Place">The place in line it began at; 0 when it never stood in line.</param>
/// <param name="Waited">How long it stood in line.</param>
/// <param name="Lease">The place held, when it entered; whoever gets it must dispose it.</param>
internal readonly record struct QueueEntry(QueueOutcome Outcome, int Place, TimeSpan Waited, QueueLease? Lease)
{
    [MemberNotNullWhen(true, nameof(Lease))]
    public bool IsEntered => Lease is not null;

    /// <summary>An entry that never stood in line and has no place.</summary>
    public static QueueEntry Refused(QueueOutcome outcome) => new(outcome, 0, TimeSpan.Zero, null);
}
