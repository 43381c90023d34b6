using Gateway.Routing.Routes;

namespace Gateway.Routing.Selection;

/// <summary>
/// Judges whether a prompt fits a model. Its length is an estimate, so between what surely fits and what surely does not there is a
/// middle, which a count of the backend's own settles, and answers of the model make smaller.
/// </summary>
public static class PromptFit
{
    // Of what stands for images and sound: a small picture is a tenth of the estimate to some models, a large one twice as much.
    private const int LeastOfMedia = 100;
    private const int MostOfMedia = 2000;

    /// <summary>Judges.</summary>
    /// <param name="candidate">The model.</param>
    /// <param name="needs">What the request needs.</param>
    /// <param name="stage">How far it reached for the model: an unknown context is left to an attempt where the name itself led there.</param>
    public static Fit Of(Candidate candidate, in Needs needs, Stage stage)
    {
        if (candidate.Card.ContextLength is not { } context)
        {
            return stage == Stage.Own ? Fit.Fits : Fit.Cannot;
        }

        if (needs.Counts?.Of(candidate) is { } exact)
        {
            // Servers that count refuse a prompt that fills the context: the answer needs a token at least.
            return exact < context ? WithRoom(candidate, exact, needs, context) : Fit.Cannot;
        }

        var (least, most) = Bounds(candidate, needs);
        return most <= context ? WithRoom(candidate, most, needs, context)
            : least > context ? Fit.Cannot
            : Fit.Unsure;
    }

    /// <summary>
    /// Whether a model may be sent a prompt: what may not fit goes only to backends that say so, and do not cut it in silence. Beyond what
    /// the name means, that it may fit by chance is no reason to reach for a model.
    /// </summary>
    /// <param name="fit">How it fits.</param>
    /// <param name="candidate">The model.</param>
    /// <param name="needs">What the request needs.</param>
    /// <param name="stage">How far it reached for the model.</param>
    public static bool MaySend(Fit fit, Candidate candidate, in Needs needs, Stage stage) => fit switch
    {
        Fit.Fits => true,
        Fit.Unsure => !candidate.Card.Cuts(needs.Purpose.Operation) && (stage == Stage.Own || needs.PromptTokens <= candidate.Card.ContextLength),
        Fit.Cannot => false,
    };

    internal static Verdict VerdictOf(Fit fit) => fit == Fit.Unsure ? Verdict.MayBeCut : Verdict.ContextTooShort;

    /// <summary>The fewest and the most tokens that a prompt has for a model.</summary>
    /// <param name="candidate">The model.</param>
    /// <param name="needs">What the request needs.</param>
    public static (long Least, long Most) Bounds(Candidate candidate, in Needs needs)
    {
        var ratios = candidate.State.Prompts;
        var most = candidate.Card.Cuts(needs.Purpose.Operation) ? Math.Max(ratios.Most, PromptRatios.MostWhereCut) : ratios.Most;
        var text = needs.PromptTokens - needs.MediaTokens;
        return (
            (text * ratios.Least + needs.MediaTokens * LeastOfMedia) / PromptRatios.One,
            (text * most + needs.MediaTokens * MostOfMedia) / PromptRatios.One);
    }

    // Some refuse a prompt that fits where the answer that is asked for has no room behind it.
    private static Fit WithRoom(Candidate candidate, long prompt, in Needs needs, int context) =>
        candidate.Card.ReservesAnswer && prompt + needs.AnswerRoom > context ? Fit.Unsure : Fit.Fits;
}
