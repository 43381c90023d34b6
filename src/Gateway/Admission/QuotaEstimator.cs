using Gateway.Configuration;
using Gateway.Protocol;
using Gateway.Quotas;
using Gateway.Requests;
using Gateway.Routing.Routes;
using Gateway.Usage;

namespace Gateway.Admission;

/// <summary>What a request may use at most, before it is sent: at the candidate with the longest tokens, and at the dearest.</summary>
internal sealed class QuotaEstimator(LearnedUsage learned)
{
    // What backends make of more is not known; the product with the longest answer still fits.
    private const long MostChoices = 1_000_000_000;

    /// <param name="choice">The request.</param>
    /// <param name="prices">What models cost.</param>
    /// <param name="subjects">The counters that it goes by.</param>
    /// <param name="most">The longest answer that is reckoned with, in tokens; null: as long as it may be.</param>
    /// <returns>The whole, and the part of it that is the prompt.</returns>
    public (QuotaAmount Whole, QuotaAmount Prompt) Estimate(Choice choice, Pricing prices, QuotaSubject[] subjects, long? most = null)
    {
        long tokens = 0, promptTokens = 0, nano = 0, promptNano = 0;
        for (var i = 0; i < choice.Candidates.Count; i++)
        {
            var candidate = choice.Candidates[i];
            var prompt = RequestUsage.PromptUpperBound(choice.Inquiry.Head, candidate, learned);
            var output = OutputOf(choice, candidate, most ?? TokenUsage.MaxCount);
            (tokens, promptTokens) = (Math.Max(tokens, prompt + output), Math.Max(promptTokens, prompt));
            nano = Math.Max(nano, prices.NanoOf(candidate.Card, Usage(prompt, output)));
            promptNano = Math.Max(promptNano, prices.NanoOf(candidate.Card, Usage(prompt, 0)));
        }

        // Who asks for more than a whole minute allows would never be admitted.
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
    /// The longest answer with which a request stays within what a limit has left; null where its prompt alone does not, or where a shorter
    /// one needs no less of it.
    /// </summary>
    /// <param name="choice">The request.</param>
    /// <param name="prices">What models cost.</param>
    /// <param name="subjects">The counters that it goes by.</param>
    /// <param name="kind">What the limit counts.</param>
    /// <param name="left">What it has left.</param>
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
        var each = choice.Inquiry.Head.MaxTokens ?? choice.Caps.On(candidate.Card) ?? learned.OutputP95(candidate);
        return Math.Min(each, most) * Math.Clamp(choice.Inquiry.Head.N, 1, MostChoices);
    }

    private static TokenUsage Usage(long prompt, long output) => new()
    {
        Prompt = (int)Math.Min(prompt, TokenUsage.MaxCount),
        Output = (int)Math.Min(output, TokenUsage.MaxCount),
    };
}
