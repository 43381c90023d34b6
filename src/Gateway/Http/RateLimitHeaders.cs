using System.Globalization;
using Gateway.Quotas;

namespace Gateway.Http;

/// <summary>Writes the room left under the per-minute limits into headers with OpenAI's names.</summary>
internal static class RateLimitHeaders
{
    // The ring drops a second after 61 seconds, so whatever was just used stays counted until then.
    private const string Whole = "61s";

    private const string RequestLimit = "x-ratelimit-limit-requests";
    private const string RequestsLeft = "x-ratelimit-remaining-requests";
    private const string RequestReset = "x-ratelimit-reset-requests";
    private const string TokenLimit = "x-ratelimit-limit-tokens";
    private const string TokensLeft = "x-ratelimit-remaining-tokens";
    private const string TokenReset = "x-ratelimit-reset-tokens";

    /// <summary>All header names, exposed to scripts in web pages.</summary>
    public static IReadOnlyList<string> All { get; } = [RequestLimit, RequestsLeft, RequestReset, TokenLimit, TokensLeft, TokenReset];

    public static void Set(IHeaderDictionary headers, in QuotaDecision decision)
    {
        if (decision.Requests is { Exists: true } requests)
        {
            headers[RequestLimit] = Text(requests.Limit);
            headers[RequestsLeft] = Text(requests.Left);
            headers[RequestReset] = Whole;
        }

        if (decision.Tokens is { Exists: true } tokens)
        {
            headers[TokenLimit] = Text(tokens.Limit);
            headers[TokensLeft] = Text(tokens.Left);
            headers[TokenReset] = Whole;
        }
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
