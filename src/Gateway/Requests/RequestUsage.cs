using Gateway.Protocol;
using Gateway.Routing.Routes;
using Gateway.Usage;

namespace Gateway.Requests;

/// <summary>The tokens of a request: what it may take at most before it is sent, and what it took, whenever and however it ended.</summary>
internal static class RequestUsage
{
    // Providers let an image have some 1,500 tokens at the most detail that OpenAI gives it, and a clip may last longer than was supposed.
    private const long MediaMargin = 2;

    /// <summary>
    /// What it took. A failed attempt is nothing to the client, so without an answer it is nothing at all; except where the client left
    /// an attempt under way: the backend had read the prompt by then, or was about to.
    /// </summary>
    public static TokenUsage Of(GatewayRequest request) =>
        request.Answer?.Settle(request.Head.PromptTokens)
        ?? (request.Attempts > request.AttemptsOver
            ? default(TokenUsage).Settled(TokenEstimate.Clamp(request.Head.PromptTokens), 0, UsageSource.Estimated)
            : default(TokenUsage).Settled(0, 0, UsageSource.None));

    /// <summary>The length of the prompt's text, as a measure of its tokens: all of the body but what stands for images and audio.</summary>
    public static long TextBytes(RequestHead head) => head.End + 1 - head.MediaBytes;

    /// <summary>The most tokens that its prompt is likely to have on a model.</summary>
    public static long PromptUpperBound(RequestHead head, Candidate model, LearnedUsage learned) =>
        learned.PromptUpperBound(model, TextBytes(head)) + head.MediaTokens * MediaMargin;

    /// <summary>Takes what a finished answer teaches.</summary>
    public static void Learn(GatewayRequest request, LearnedUsage learned)
    {
        if (request is { Answer: { } answer, Served: { } served })
        {
            // What an image takes would be laid to the charge of the text.
            learned.Learn(served, request.Head.MediaTokens > 0 ? 0 : TextBytes(request.Head), answer.Told);
        }
    }
}
