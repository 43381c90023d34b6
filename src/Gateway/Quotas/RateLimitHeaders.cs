using System.Globalization;

namespace Gateway.Quotas;

/// <summary>What is left of the limits per minute, in OpenAI's names.</summary>
internal static class RateLimitHeaders
{
    // The ring forgets a second 61 seconds after it, so nothing that was just used is forgotten sooner.
    private const string Whole = "61s";

    public static void Set(IHeaderDictionary headers, in QuotaDecision decision)
    {
        if (decision.Requests is { Exists: true } requests)
        {
            headers["x-ratelimit-limit-requests"] = Text(requests.Limit);
            headers["x-ratelimit-remaining-requests"] = Text(requests.Left);
            headers["x-ratelimit-reset-requests"] = Whole;
        }

        if (decision.Tokens is { Exists: true } tokens)
        {
            headers["x-ratelimit-limit-tokens"] = Text(tokens.Limit);
            headers["x-ratelimit-remaining-tokens"] = Text(tokens.Left);
            headers["x-ratelimit-reset-tokens"] = Whole;
        }
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
