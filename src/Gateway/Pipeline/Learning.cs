using Gateway.Requests;
using Gateway.Resilience.Ejection;
using Gateway.Runtime;
using Gateway.Wire.Streams;

namespace Gateway.Pipeline;

/// <summary>Applies what a finished request teaches about its model, for the next choice.</summary>
internal sealed class Learning(BackendProber prober, LearnedUsage learned, Lessons lessons, LifeNews lives, TimeProvider time)
{
    public void Take(Delivery delivery, Outcome outcome)
    {
        // A list that calls a loaded model cold is as wrong as one that names a model which is gone, and a model that could not be
        // had before may be available now.
        if (delivery.FoundNews)
        {
            prober.Wake();
        }

        // Its pipeline ended long ago; a broken answer counts against the model all the same.
        if (outcome.End is AnswerEnd.BackendError or AnswerEnd.Truncated
            || (outcome.End == AnswerEnd.Stalled && delivery.Serving?.StallCounts == true))
        {
            delivery.Serving?.TakeGuard()?.Ended(Clearance.Normal, Fault.Failed);
        }

        if (outcome.End != AnswerEnd.Complete)
        {
            return;
        }

        RequestUsage.Learn(delivery, learned);
        if (outcome is { Served: { } asked, Answer.BilledAs: { } other })
        {
            lives.Answered(asked.Backend, asked.Model, other);
        }

        if (delivery.Served is { } able
            && delivery.Inquiry.Operation.Proves(delivery.Inquiry.Head, delivery.Snapshot.Backends[able.Backend]) is var shown)
        {
            // The client already has its answer; the next request finds the new fact.
            _ = lessons.ProveAsync(able, shown);
        }

        if (delivery.FirstByteAt > 0)
        {
            delivery.Choice.FirstEvents?.Add(time.GetElapsedTime(delivery.TurnAt, delivery.FirstByteAt));
        }

        if (delivery is { Served: { } served, Serving.SentAt: var sentAt } && outcome.Pace is { } pace)
        {
            served.State.Speed.Measured(
                time.GetElapsedTime(sentAt, delivery.FirstByteAt).TotalSeconds, pace.Tokens + 1, pace.Time.TotalSeconds);
        }
    }
}
