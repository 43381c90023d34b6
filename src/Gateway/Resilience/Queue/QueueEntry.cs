using System.Diagnostics.CodeAnalysis;

namespace Gateway.Resilience.Queue;

/// <summary>The result of entering a queue. A value, because being refused is as ordinary as being let in.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Place">The first place in line; 0 when it never stood in line.</param>
/// <param name="Waited">How long it stood in line.</param>
/// <param name="Lease">The place, if it entered; whoever receives it must dispose of it.</param>
internal readonly record struct QueueEntry(QueueOutcome Outcome, int Place, TimeSpan Waited, QueueLease? Lease)
{
    [MemberNotNullWhen(true, nameof(Lease))]
    public bool IsEntered => Lease is not null;

    /// <summary>An entry that never stood in line and has no place.</summary>
    public static QueueEntry Refused(QueueOutcome outcome) => new(outcome, 0, TimeSpan.Zero, null);
}
