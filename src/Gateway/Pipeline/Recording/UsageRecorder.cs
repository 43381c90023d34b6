using Gateway.Ledger.Journal;
using Gateway.Ledger.Records;
using Gateway.Quotas;
using Gateway.Requests;
using Gateway.Wire.Heads;
using Gateway.Wire.Streams;
using Gateway.Wire.Usage;

namespace Gateway.Pipeline.Recording;

/// <summary>Makes sure that each request has its record in the journal before its last bytes leave: steps 6 and 9 of the path.</summary>
internal sealed class UsageRecorder(UsageJournal journal)
{
    /// <summary>True when a new request can be recorded.</summary>
    public bool IsAccepting => journal.IsAccepting;

    /// <summary>
    /// Records that a request is about to be sent, and the usage to assume if this process dies before it ends. Never waits.
    /// </summary>
    /// <returns>The record to complete at the end; null where no records are kept.</returns>
    public UsageRecord? Begin(Choice choice, string client)
    {
        if (!journal.IsOn)
        {
            return null;
        }

        var record = UsageRecords.Of(choice.Inquiry, choice, client);
        var prompt = TokenEstimate.Clamp(choice.Inquiry.PromptTokens(withoutTools: false));
        var tokens = default(TokenUsage).Settled(prompt, 0, UsageSource.Estimated);
        UsageRecords.Fill(record, PartOfOutcome.Of(
            choice.Candidates[0], null, tokens, default, AnswerEnd.Unknown, choice.Snapshot.Prices, choice.Inquiry.ReceivedOn));
        if (choice.Hold is { } hold)
        {
            (record.ReservedTokens, record.ReservedNano) = (hold.Reserved.Tokens, hold.Reserved.Nano);
            record.CountedAt = UsageRecords.CountedAt(choice);
        }

        journal.Begin(record);
        return record;
    }

    /// <summary>
    /// Makes the record of a request that was refused before it was sent; null where none is kept. A caller that is not let in has no usage
    /// to look up, and strangers must not fill the disk.
    /// </summary>
    public UsageRecord? OfRefused(Inquiry inquiry, Choice? choice, string client) =>
        journal.IsOn && inquiry.IsCallerKnown ? UsageRecords.Of(inquiry, choice, client) : null;

    /// <summary>Records how a request ended.</summary>
    /// <param name="record">Its record.</param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="hold">Its reservation; null for none.</param>
    /// <returns>Completes when the record is safe.</returns>
    public ValueTask EndAsync(UsageRecord record, Outcome outcome, QuotaHold? hold)
    {
        Complete(record, outcome, hold);
        return journal.CommitAsync(record);
    }

    /// <summary>Does the same for a request whose record no caller waits for.</summary>
    public void End(UsageRecord record, Outcome outcome, QuotaHold? hold)
    {
        Complete(record, outcome, hold);
        journal.End(record);
    }

    /// <summary>Records what is charged to a request whose replica died. That replica's own journal may say more when it is back.</summary>
    public void Orphan(OrphanedReservation orphan)
    {
        if (journal.IsOn && UsageRecords.OfOrphan(orphan) is { } record)
        {
            journal.End(record);
        }
    }

    private void Complete(UsageRecord record, Outcome outcome, QuotaHold? hold)
    {
        // 1. The answers begun in vain, in the same write as the record itself, which is waited for.
        var answer = 0;
        foreach (var vain in outcome.Vain)
        {
            journal.End(UsageRecords.Part(record, ++answer, vain));
        }

        // 2. The record of the request.
        record.Answer = answer + 1;
        (record.End, record.Status, record.Error) = (outcome.End, outcome.Status, outcome.Error?.Code);
        (record.Attempts, record.Marks) = (outcome.Attempts, outcome.Marks);
        record.Decision = UsageRecords.Cut(outcome.Decision, UsageRecords.MaxDecision);
        record.TotalMs = Milliseconds(outcome.Total);
        record.FirstByteMs = outcome.FirstByte is { } first ? Milliseconds(first) : null;
        record.QueueMs = Milliseconds(outcome.Queued);
        record.OverheadMicros = (int)Math.Clamp(outcome.Own.TotalMicroseconds, 0, int.MaxValue);
        UsageRecords.Fill(record, outcome.Answer);
        if (hold is not null)
        {
            (record.ReservedTokens, record.ReservedNano) = (hold.Reserved.Tokens, hold.Reserved.Nano);
        }
    }

    private static int Milliseconds(TimeSpan duration) => (int)Math.Clamp(duration.TotalMilliseconds, 0, int.MaxValue);
}
