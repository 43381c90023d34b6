using Gateway.Configuration;
using Gateway.Ledger.Pricing;
using Gateway.Quotas;
using Gateway.Requests;
using Gateway.Routing.Candidates;
using Gateway.Runtime;
using Gateway.Wire.Usage;

namespace Gateway.Pipeline.Reserving;

/// <summary>
/// Estimates the most a request may use before it is sent: at the candidate with the most tokens, and at the dearest one.
/// </summary>
internal sealed class QuotaEstimator(LearnedUsage learned)
{
    // It is unknown how backends treat more; the product with the longest answer still fits.
    private const long MostChoices = 1_000_000_000;

    /// <param name="choice">The request.</param>
    /// <param name="prices">The prices of models.</param>
    /// <param name="subjects">The counters that apply to it.</param>
    /// <param name="most">The longest answer to assume, in tokens; null for the longest the request allows.</param>
    /// <returns>The whole amount, and the part of it for the prompt.</returns>
    public (QuotaAmount Whole, QuotaAmount Prompt) Estimate(Choice choice, Pricing prices, QuotaSubject[] subjects, long? most = null)
    {
        long tokens = 0, promptTokens = 0, nano = 0, promptNano = 0;
        var (units, at) = (RequestUsage.UnitsOf(choice.Inquiry), choice.Inquiry.ReceivedOn);
        for (var i = 0; i < choice.Candidates.Count; i++)
        {
            var candidate = choice.Candidates[i];
            var prompt = RequestUsage.PromptUpperBound(choice.Inquiry.Head, candidate, learned);
            var output = OutputOf(choice, candidate, most ?? TokenUsage.MaxCount);
            (tokens, promptTokens) = (Math.Max(tokens, prompt + output), Math.Max(promptTokens, prompt));
            nano = Math.Max(nano, prices.MostOf(candidate.Card, Bounded(prompt), Bounded(output), units, at));
            promptNano = Math.Max(promptNano, prices.MostOf(candidate.Card, Bounded(prompt), 0, default, at));
        }

        // A request for more than a whole minute allows would never be admitted.
        foreach (var subject in subjects)
        {
            foreach (var (kind, limit) in subject.Limits.All)
            {
                tokens = kind is { Meter: Meter.Tokens, Window: LimitWindow.Minute } ? Math.Min(tokens, limit) : tokens;
            }
        }

        var pictures = choice.Inquiry.Operation.PicturesOf(choice.Inquiry.Head);
        return (new QuotaAmount(tokens, nano).With(Meter.Pictures, pictures), new QuotaAmount(Math.Min(promptTokens, tokens), promptNano));
    }

    /// <summary>
    /// Finds the longest answer that keeps a request within what a limit has left; null where the prompt alone does not fit, or where a
    /// shorter answer needs no less of the limit.
    /// </summary>
    /// <param name="choice">The request.</param>
    /// <param name="prices">The prices of models.</param>
    /// <param name="subjects">The counters that apply to it.</param>
    /// <param name="kind">The kind of limit.</param>
    /// <param name="left">The amount it has left.</param>
    public long? LongestAnswer(Choice choice, Pricing prices, QuotaSubject[] subjects, LimitKind kind, long left)
    {
        if (!QuotaText.GrowsWithAnswer(kind.Meter))
        {
            return null;
        }

        var (fits, tooLong) = (-1L, TokenUsage.MaxCount + 1L);
        while (tooLong - fits > 1)
        {
            var middle = (fits + tooLong) / 2;
            var whole = Estimate(choice, prices, subjects, middle).Whole;
            (fits, tooLong) = whole[kind.Meter] <= left ? (middle, tooLong) : (fits, middle);
        }

        return fits > 0 ? fits : null;
    }

    private long OutputOf(Choice choice, Candidate candidate, long most)
    {
        var each = choice.Inquiry.Head.MaxTokens
            ?? choice.Caps.On(candidate.Card, choice.Inquiry.ReceivedOn)
            ?? learned.OutputP95(candidate);
        return Math.Min(each, most) * Math.Clamp(choice.Inquiry.Head.N, 1, MostChoices);
    }

    private static long Bounded(long tokens) => Math.Min(tokens, TokenUsage.MaxCount);
}
