using Gateway.Routing.Candidates;
using Gateway.Routing.Models;
using Gateway.Routing.Routes;
using Gateway.Wire.Heads;

namespace Gateway.Requests;

/// <summary>Derives a request's needs from its head.</summary>
internal static class RequestNeeds
{
    /// <summary>Adds what is known of the request beyond its head.</summary>
    public static Needs Of(Choice choice) => Of(choice.Inquiry.Head) with
    {
        Purpose = choice.Inquiry.Operation.Purpose,
        At = choice.Inquiry.ReceivedOn,
        Counts = choice.Counts,
        ToolsAreOptional = choice.HasOptionalTools,
    };

    public static Needs Of(RequestHead head)
    {
        var demand = (head.Media & (MediaKind.InlineImage | MediaKind.RemoteImage)) != 0 ? Demand.Vision : Demand.None;
        demand |= (head.Media & MediaKind.RemoteImage) != 0 || head.HasOddImage ? Demand.ImageAddress : Demand.None;
        demand |= (head.Media & MediaKind.Audio) != 0 ? Demand.Audio : Demand.None;
        demand |= head.HasTools ? Demand.Tools : Demand.None;
        demand |= head.N > 1 ? Demand.Choices : Demand.None;
        demand |= head.HasJsonSchema ? Demand.JsonSchema : Demand.None;
        return new Needs(demand | head.OwnDemand, head.LongestPrompt, head.MaxTokens ?? ModelSpeed.TypicalAnswer)
        {
            FixedTokens = head.FixedTokens,
            ToolTokens = head.ToolTokens,
            MediaTokens = head.MediaTokens,
            AnswerRoom = head.MaxTokens ?? 0,
            ToolCount = head.ToolCount,
        };
    }
}
