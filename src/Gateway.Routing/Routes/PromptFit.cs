using Gateway.Routing.Candidates;

namespace Gateway.Routing.Routes;

/// <summary>
/// Judges whether a prompt fits a model. The length is an estimate, so some prompts surely fit, some surely do not, and for those in
/// between nobody knows. A count by the backend decides, and answers of the model narrow the range.
/// </summary>
public static class PromptFit
{
    // In thousandths of the estimate for images and sound: for some models a small picture is a tenth of it, a large one twice as much.
    private const int LeastOfMedia = 100;
    private const int MostOfMedia = 2000;

    /// <summary>Judges whether a prompt fits.</summary>
    /// <param name="candidate">The model.</param>
    /// <param name="needs">The needs of the request.</param>
    /// <param name="stage">
    /// How far the request reached for the model. If the name itself led to it, an unknown context is left to an attempt.
    /// </param>
    public static Fit Of(Candidate candidate, in Needs needs, Stage stage)
    {
        if (candidate.Card.ContextLength is not { } context)
        {
            return stage == Stage.Own ? Fit.Fits : Fit.Cannot;
        }

        if (needs.Counts?.Of(candidate) is { } exact)
        {
            // Servers that count refuse a prompt that fills the context: the answer needs at least one token.
            return exact < context ? WithRoom(candidate, exact, needs, context) : Fit.Cannot;
        }

        var (least, most) = Bounds(candidate, needs);
        return most <= context ? WithRoom(candidate, most, needs, context)
            : least > context ? Fit.Cannot
            : Fit.Unsure;
    }

    /// <summary>
    /// True when a model may be sent a prompt. A prompt that may not fit goes only to a backend that refuses long prompts, never to one
    /// that cuts them silently. When the search reaches beyond the name, the estimate itself must fit too.
    /// </summary>
    /// <param name="fit">How the prompt fits.</param>
    /// <param name="candidate">The model.</param>
    /// <param name="needs">The needs of the request.</param>
    /// <param name="stage">How far the request reached for the model.</param>
    public static bool MaySend(Fit fit, Candidate candidate, in Needs needs, Stage stage) => fit switch
    {
        Fit.Fits => true,
        Fit.Unsure =>
            !candidate.Card.Cuts(needs.Purpose.Operation) && (stage == Stage.Own || needs.PromptTokens <= candidate.Card.ContextLength),
        Fit.Cannot => false,
    };

    internal static Verdict VerdictOf(Fit fit) => fit == Fit.Unsure ? Verdict.MayBeCut : Verdict.ContextTooShort;

    /// <summary>Estimates the fewest and the most tokens a prompt can have for a model.</summary>
    /// <param name="candidate">The model.</param>
    /// <param name="needs">The needs of the request.</param>
    public static (long Least, long Most) Bounds(Candidate candidate, in Needs needs)
    {
        var ratios = candidate.State.Prompts;
        var most = candidate.Card.Cuts(needs.Purpose.Operation) ? Math.Max(ratios.Most, PromptRatios.MostWhereCut) : ratios.Most;
        var text = needs.PromptTokens - needs.MediaTokens;
        return (
            (text * ratios.Least + needs.MediaTokens * LeastOfMedia) / PromptRatios.One,
            (text * most + needs.MediaTokens * MostOfMedia) / PromptRatios.One);
    }

    // Some backends refuse a prompt that fits when no room is left behind it for the requested answer.
    private static Fit WithRoom(Candidate candidate, long prompt, in Needs needs, int context) =>
        candidate.Card.ReservesAnswer && prompt + needs.AnswerRoom > context ? Fit.Unsure : Fit.Fits;
}
