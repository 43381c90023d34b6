using Gateway.Ledger;
using Gateway.Ledger.Journal;
using Gateway.Protocol;
using Gateway.Quotas;
using Gateway.Requests;
using Gateway.Runtime;
using Gateway.Streaming;

namespace Gateway.Admission;

/// <summary>Step 12 of the path: sees to it that each request has its record in the journal, before its last bytes leave.</summary>
internal sealed class UsageRecorder(UsageJournal journal, TimeProvider time)
{
    /// <summary>Whether what begins now can be recorded.</summary>
    public bool IsAccepting => journal.IsAccepting;

    /// <summary>Notes that a request is about to be sent, and what it is taken to have used if this process dies before it ends.</summary>
    public void Begin(HttpContext context, GatewayRequest request, GatewaySnapshot snapshot)
    {
        if (!journal.IsOn)
        {
            return;
        }

        var record = UsageRecords.Of(request, ClientName.Of(context.Request.Headers));
        var first = request.Candidates[0];
        UsageRecords.Fill(record, first, default(TokenUsage).Settled(TokenEstimate.Clamp(request.Head.PromptTokens), 0, UsageSource.Estimated), snapshot.Prices);
        if (request.Hold is { } hold)
        {
            (record.ReservedTokens, record.ReservedNano) = (hold.Reserved.Tokens, hold.Reserved.Nano);
            record.CountedAt = UsageRecords.CountedAt(request);
        }

        request.Seal = new OpenRecord(this, context, request, snapshot, record);
        journal.Begin(record);
    }

    /// <summary>Sees to the record of a request that is over, however it ended. Waits for nothing.</summary>
    public void End(HttpContext context, GatewayRequest request, GatewaySnapshot snapshot)
    {
        // Who presents no key that is known is nobody whose usage could be looked up, and strangers must not fill the disk.
        if (request.Seal is null && journal.IsOn && request.Error is { Status: not StatusCodes.Status401Unauthorized })
        {
            request.Seal = new OpenRecord(this, context, request, snapshot, UsageRecords.Of(request, ClientName.Of(context.Request.Headers)));
        }

        if (request.Seal is { } seal)
        {
            _ = seal.SealAsync(request.End == AnswerEnd.None ? AnswerEnd.ClientClosed : request.End).AsTask();
        }
    }

    /// <summary>Writes down what a request is counted with whose replica died. That replica's own journal may tell more when it is back.</summary>
    public void Orphan(OrphanedReservation orphan)
    {
        if (journal.IsOn && UsageRecords.OfOrphan(orphan) is { } record)
        {
            _ = journal.CommitAsync(record).AsTask();
        }
    }

    private ValueTask WriteAsync(OpenRecord open, AnswerEnd end)
    {
        var (request, record, prices) = (open.Request, open.Record, open.Snapshot.Prices);
        // 1. What was begun in vain. In the same write as the record itself, which is waited for.
        var answer = 0;
        foreach (var spent in request.Spent)
        {
            var part = UsageRecords.Part(record, ++answer, spent, request.Head.PromptTokens, prices);
            _ = journal.CommitAsync(part).AsTask();
        }

        // 2. The record of the request.
        record.Answer = answer + 1;
        (record.End, record.Attempts) = (end, request.Attempts);
        record.Status = request.Error?.Status ?? (end == AnswerEnd.ClientClosed && !open.Context.Response.HasStarted ? StatusCodes.Status499ClientClosedRequest : open.Context.Response.StatusCode);
        record.Error = request.Error?.Code ?? request.LateError?.Code;
        record.TotalMs = Milliseconds(time.GetElapsedTime(request.ReceivedAt));
        record.FirstByteMs = request.FirstByteAt == 0 ? null : Milliseconds(time.GetElapsedTime(request.ReceivedAt, request.FirstByteAt));
        record.QueueMs = Milliseconds(request.Queued?.Waited ?? TimeSpan.Zero);
        record.OverheadMicros = (int)Math.Clamp(request.Overhead(time).TotalMicroseconds, 0, int.MaxValue);
        UsageRecords.Fill(record, request.Attempts == 0 ? null : request.Served, RequestUsage.Of(request), prices);
        if (request.Hold is { } hold)
        {
            (record.ReservedTokens, record.ReservedNano) = (hold.Reserved.Tokens, hold.Reserved.Nano);
        }

        return journal.CommitAsync(record);
    }

    private static int Milliseconds(TimeSpan duration) => (int)Math.Clamp(duration.TotalMilliseconds, 0, int.MaxValue);

    private sealed class OpenRecord(UsageRecorder recorder, HttpContext context, GatewayRequest request, GatewaySnapshot snapshot, UsageRecord record)
        : IAnswerSeal
    {
        private bool _isSealed;

        public HttpContext Context => context;

        public GatewayRequest Request => request;

        public GatewaySnapshot Snapshot => snapshot;

        public UsageRecord Record => record;

        public ValueTask SealAsync(AnswerEnd end)
        {
            if (_isSealed)
            {
                return ValueTask.CompletedTask;
            }

            _isSealed = true;
            return recorder.WriteAsync(this, end);
        }
    }
}
