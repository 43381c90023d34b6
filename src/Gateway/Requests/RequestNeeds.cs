using Gateway.Protocol;
using Gateway.Routing.Models;
using Gateway.Routing.Selection;

namespace Gateway.Requests;

/// <summary>What a request needs of a model, by its head.</summary>
internal static class RequestNeeds
{
    public static Needs Of(RequestHead head)
    {
        var demand = (head.Media & (MediaKind.InlineImage | MediaKind.RemoteImage)) != 0 ? Demand.Vision : Demand.None;
        demand |= (head.Media & MediaKind.RemoteImage) != 0 || head.HasOddImage ? Demand.ImageAddress : Demand.None;
        demand |= (head.Media & MediaKind.Audio) != 0 ? Demand.Audio : Demand.None;
        demand |= head.HasTools ? Demand.Tools : Demand.None;
        demand |= head.HasSuffix || head.HasPrefix ? Demand.FIM : Demand.None;
        demand |= head.HasJsonSchema ? Demand.JsonSchema : Demand.None;
        return new Needs(demand, head.PromptTokens, head.MaxTokens is > 0 and var most ? most : ModelSpeed.TypicalAnswer)
        {
            FixedTokens = head.FixedTokens,
            ToolTokens = head.ToolTokens,
        };
    }
}
