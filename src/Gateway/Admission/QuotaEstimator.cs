using Gateway.Protocol;
using Gateway.Quotas;
using Gateway.Requests;
using Gateway.Routing.Routes;
using Gateway.Usage;

namespace Gateway.Admission;

/// <summary>What a request may use at most, before it is sent: at the candidate with the longest tokens, and at the dearest.</summary>
internal sealed class QuotaEstimator(LearnedUsage learned)
{
    /// <returns>The whole, and the part of it that is the prompt.</returns>
    public (QuotaAmount Whole, QuotaAmount Prompt) Estimate(GatewayRequest request, Pricing prices, QuotaSubject[] subjects)
    {
        long tokens = 0, promptTokens = 0, nano = 0, promptNano = 0;
        for (var i = 0; i < request.Candidates.Count; i++)
        {
            var candidate = request.Candidates[i];
            var prompt = RequestUsage.PromptUpperBound(request.Head, candidate, learned);
            var output = OutputOf(request, candidate);
            (tokens, promptTokens) = (Math.Max(tokens, prompt + output), Math.Max(promptTokens, prompt));
            nano = Math.Max(nano, prices.NanoOf(candidate.Card, Usage(prompt, output)));
            promptNano = Math.Max(promptNano, prices.NanoOf(candidate.Card, Usage(prompt, 0)));
        }

        // Who asks for more than a whole minute allows would never be admitted.
        foreach (var subject in subjects)
        {
            tokens = Math.Min(tokens, subject.Limits.TokensPerMinute ?? tokens);
        }

        return (new QuotaAmount(tokens, nano), new QuotaAmount(Math.Min(promptTokens, tokens), promptNano));
    }

    private long OutputOf(GatewayRequest request, Candidate candidate)
    {
        var each = request.Head.MaxTokens ?? (Pricing.Costs(candidate.Card) ? request.AnswerCap : null) ?? learned.OutputP95(candidate);
        return Math.Min(each, TokenUsage.MaxCount) * Math.Clamp(request.Head.N, 1, 1000);
    }

    private static TokenUsage Usage(long prompt, long output) => new()
    {
        Prompt = (int)Math.Min(prompt, TokenUsage.MaxCount),
        Output = (int)Math.Min(output, TokenUsage.MaxCount),
    };
}
