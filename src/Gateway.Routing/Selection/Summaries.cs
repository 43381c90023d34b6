using Gateway.Routing.Models;
using Gateway.Routing.Routes;

namespace Gateway.Routing.Selection;

// A choice in a sentence or two, as an operator or a user would want to read it.
internal static class Summaries
{
    public static string Of(Route asked, Selection selection, in Needs needs, Candidate first)
    {
        var name = asked.Name;
        var start = asked.Kind == RouteKind.Auto ? $"'{name}' stands for {selection.Route.Name} here. " : "";
        return start + selection.Stage switch
        {
            Stage.Own => $"{first} answers for '{selection.Route.Name}'{Order(selection)}.",
            Stage.WithTag => $"No listed candidate of '{name}' {Why(needs)}, so another model known for {TagNames.Join(selection.Route.Tags)} does: {first}.",
            _ => $"No model for '{name}' {Why(needs)}, so any that does may answer: {first}.",
        };
    }

    private static string Order(Selection selection) => selection.Route.PolicyAt(selection.Stage) switch
    {
        _ when selection.StaysInSession => ": it answered this session before",
        _ when selection.PassedOverCold is { } cold => $": {cold} is cold, so a model that is ready answers first",
        Policy.LocalFirst => ": own machines first, warm models before cold ones",
        Policy.Cheapest => ": the cheapest for this request",
        Policy.Fastest => ": the fastest measured",
        Policy.Weighted => ": drawn by weight",
        Policy.LeastBusy => ": the least busy",
        _ => selection.Route.Kind == RouteKind.Tag ? ": as listed" : "",
    };

    private static string Why(in Needs needs) => needs.Demand == Demand.None
        ? $"takes a prompt of about {DemandWords.Tokens(needs.PromptTokens)} tokens"
        : $"is known to {DemandWords.Does(needs.Demand)}{(needs.PromptTokens > 0 ? $" with a prompt of about {DemandWords.Tokens(needs.PromptTokens)} tokens" : "")}";
}
