using Gateway.Routing.Models;
using Gateway.Routing.Routes;
using Gateway.Routing.Selection;

namespace Gateway.Requests;

/// <summary>
/// The fewest tokens that a prompt can have where it was read whole: a backend that tells fewer has cut it. It errs downwards, since a
/// false alarm costs a model its good name: by the text that every template writes, and by the shortest of all that is known.
/// </summary>
internal static class PromptFloor
{
    /// <summary>
    /// What a server leaves of a prompt that it is not known to cut, at the least: half of the shortest context there is. Fewer tokens are
    /// those that were in no cache, or a number that somebody made up.
    /// </summary>
    public const int LeastRead = 256;

    // What is shorter fits into the shortest context that anybody serves, and of it the template counts for much.
    private const long LeastEstimate = 512;

    // A text of another kind than those that were learned from may have a quarter fewer tokens.
    private const long LearnedPercent = 75;

    /// <param name="choice">The request.</param>
    /// <param name="candidate">Where it is sent.</param>
    /// <param name="withoutTools">Whether its tools are left out there.</param>
    /// <returns>In tokens; 0 where nothing can be said.</returns>
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

    // Servers that know nothing of tools drop them without a word. Whose word it is that this one does not, is not its name's.
    private static bool ReadsTools(ModelCard card) => card.Tags.Of(Tag.Tools) is Provenance.Operator or Provenance.Backend;

    // A short count then means that the tokenizer takes the text well, unless it is far too short.
    private static bool IsSeenToHold(Choice choice, Candidate candidate) =>
        candidate.Card.ContextSource == ContextSource.Loaded
        && PromptFit.Of(candidate, RequestNeeds.Of(choice), Stage.Own) == Fit.Fits;
}
