using Gateway.Routing.Candidates;
using Gateway.Routing.Models;
using Gateway.Routing.Names;
using Gateway.Routing.Routes;

namespace Gateway.Routing.Explanations;

// Sums up a choice in a sentence or two, as an operator or a user would want to read it.
internal static class Summaries
{
    /// <param name="asked">The route asked for.</param>
    /// <param name="selection">The choice.</param>
    /// <param name="needs">The needs of the request.</param>
    /// <param name="served">The candidate that answers.</param>
    /// <param name="elsewhere">
    /// Why the team's own machines do not answer, see <see cref="WhyElsewhere"/>; null when there is nothing to say.
    /// </param>
    public static string Of(Route asked, Selection selection, in Needs needs, Candidate served, string? elsewhere)
    {
        var name = asked.Name;
        var start = asked.Kind == RouteKind.Auto ? $"'{name}' stands for {selection.Route.Name} here. " : "";
        var without = WithoutTools(selection, needs, served);
        var wanted = selection.IsWithoutTools ? needs.WithoutTools : needs;
        return start + selection.Stage switch
        {
            Stage.Own => $"{served} answers for '{selection.Route.Name}'{Order(selection, elsewhere)}.",
            Stage.WithTag =>
                $"No listed candidate of '{name}' {Why(wanted)}, so another model known for {TagNames.Join(selection.Route.Tags)} does: "
                + $"{served}{But(elsewhere)}.",
            Stage.AnyAble => $"No model for '{name}' {Why(wanted)}, so any that does may answer: {served}{But(elsewhere)}.",
        } + without;
    }

    private static string Order(Selection selection, string? elsewhere)
    {
        var policy = selection.Route.PolicyAt(selection.Stage);
        if (elsewhere is not null)
        {
            return policy == Policy.LocalFirst ? $": own machines first, but {elsewhere}"
                : policy == Policy.Listed ? $": as listed, but {elsewhere}"
                : $": {elsewhere}";
        }

        return selection.StaysInSession ? ": it answered this session before"
            : selection.PassedOverCold is { } cold ? $": {cold} is cold, so a model that is ready answers first"
            : Order(policy, selection.Route.Kind);
    }

    private static string Order(Policy policy, RouteKind kind) => policy switch
    {
        Policy.LocalFirst => ": own machines first, warm models before cold ones",
        Policy.Cheapest => ": the cheapest for this request",
        Policy.Fastest => ": the fastest measured",
        Policy.Weighted => ": drawn by weight",
        Policy.LeastBusy => ": the least busy",
        Policy.Listed => kind == RouteKind.Tag ? ": as listed" : "",
    };

    private static string But(string? elsewhere) => elsewhere is null ? "" : $", since {elsewhere}";

    private static string WithoutTools(Selection selection, in Needs needs, Candidate served) =>
        !Selector.LeavesToolsOut(served, selection, needs) ? ""
        : (served.Card.Meets & Demand.Tools) == 0
            ? $" It is sent none of {PromptWords.Tools(needs.ToolCount)}, since it is not known to call any."
        : $" It is sent none of {PromptWords.Tools(needs.ToolCount)}: it takes {DemandWords.Tokens(served.Card.ContextLength ?? 0)} "
            + $"tokens, and with them the prompt would have {PromptWords.Length(needs)}{PromptWords.Within(served, needs)}.";

    private static string Why(in Needs needs)
    {
        var prompt = $"a prompt of about {DemandWords.Tokens(needs.PromptTokens)} tokens{PromptWords.OfThem(needs)}";
        return needs.Demand == Demand.None ? $"takes {prompt}"
            : needs.PromptTokens > 0 ? $"is known to {DemandWords.Does(needs.Demand)} with {prompt}"
            : $"is known to {DemandWords.Does(needs.Demand)}";
    }
}
