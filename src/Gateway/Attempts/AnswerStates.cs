using Gateway.Requests;
using Gateway.Routing.Models;
using Gateway.Wire.Answers;

namespace Gateway.Attempts;

/// <summary>Creates the state of an answer from the caller and the answering model.</summary>
internal static class AnswerStates
{
    public static AnswerState Begin(AttemptContext context, AttemptRecord record)
    {
        var delivery = context.Delivery;
        var form = delivery.Inquiry.Operation.Form;
        // Bare text has no place for reasoning beside it.
        var thinks = !form.HasText && context.Snapshot.Config.Streams.ThinkTags && record.Candidate.Card.Tags.Has(Tag.Reasoning);
        return new AnswerState
        {
            Form = form,
            ReasoningName = delivery.Inquiry.Caller.ReasoningName,
            UsageDetails = AnsweredBy.For(context, record),
            ThinkTags = thinks ? new ThinkTags() : null,
            CountsOneChoice = record.Backend.Provider.CountsOneChoice,
            Defaults = new AnswerDefaults(
                delivery.Inquiry.Id, record.Candidate.Model, context.Time.GetUtcNow().ToUnixTimeSeconds(), context.Continuation?.Identity)
            {
                IdPrefix = form.IdPrefix,
                LeastPrompt = record.Backend.Provider.MayCut ? PromptFloor.Of(context.Choice, record.Candidate, record.LeavesToolsOut) : 0,
                LeastRead = record.Candidate.Card.CutsSilently ? 0 : PromptFloor.LeastRead,
            },
        };
    }
}
