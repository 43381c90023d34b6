using Gateway.Protocol;
using Gateway.Routing.Models;

namespace Gateway.Forwarding;

/// <summary>Begins what is known of an answer, by who asked for it and which model gives it.</summary>
internal static class AnswerStates
{
    public static AnswerState Begin(Exchange exchange, AttemptRecord record)
    {
        var request = exchange.Request;
        var thinks = exchange.Snapshot.Config.Streams.ThinkTags && record.Candidate.Card.Tags.Has(Tag.Reasoning);
        return new AnswerState
        {
            ReasoningName = request.Caller.ReasoningName,
            ThinkTags = thinks ? new ThinkTags() : null,
            Defaults = new AnswerDefaults(
                request.Id, record.Candidate.Model, exchange.Time.GetUtcNow().ToUnixTimeSeconds(), exchange.Continuation?.Identity),
        };
    }
}
