using Gateway.Routing.Candidates;
using Gateway.Routing.Models;
using Gateway.Routing.Routes;

namespace Gateway.Requests;

/// <summary>
/// The fewest tokens a prompt can have if it was read whole. A backend that reports fewer has cut it. The estimate errs low, since a false
/// alarm harms a model's reputation: it counts only the text that every template writes, with the shortest template known.
/// </summary>
internal static class PromptFloor
{
    /// <summary>
    /// The fewest tokens that a server not known to cut leaves of a prompt: half of the shortest context there is. A smaller number counts
    /// only the tokens not found in a cache, or was made up.
    /// </summary>
    public const int LeastRead = 256;

    // Shorter prompts fit into the shortest context anybody serves, and the template makes up much of them.
    private const long LeastEstimate = 512;

    // A different kind of text than the learned ones may have a quarter fewer tokens.
    private const long LearnedPercent = 75;

    /// <param name="choice">The request.</param>
    /// <param name="candidate">Where it is sent.</param>
    /// <param name="withoutTools">True when its tools are left out there.</param>
    /// <returns>The number of tokens; 0 when nothing can be said.</returns>
    public static int Of(Choice choice, Candidate candidate, bool withoutTools = false)
    {
        var firm = choice.Inquiry.Head.FirmTokens + (!withoutTools && ReadsTools(candidate.Card) ? choice.Inquiry.Head.ToolTokens : 0);
        if (firm < LeastEstimate)
        {
            return 0;
        }

        long ratio = PromptRatios.DefaultLeast;
        if (candidate.State.Prompts.IsLearned && !IsSeenToHold(choice, candidate))
        {
            ratio = Math.Max(ratio, candidate.State.Prompts.Least * LearnedPercent / 100);
        }

        return (int)Math.Min(firm * ratio / PromptRatios.One, int.MaxValue);
    }

    // Servers that do not support tools drop them silently. Only explicit facts count as proof that this one does; its name does not.
    private static bool ReadsTools(ModelCard card) => card.Tags.Of(Tag.Tools) is Provenance.Operator or Provenance.Backend;

    // A low count then means that the tokenizer handles the text well, unless it is far too low.
    private static bool IsSeenToHold(Choice choice, Candidate candidate) =>
        candidate.Card.ContextSource == ContextSource.Loaded
        && PromptFit.Of(candidate, RequestNeeds.Of(choice), Stage.Own) == Fit.Fits;
}
