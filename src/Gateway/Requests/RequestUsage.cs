using Gateway.Ledger.Pricing;
using Gateway.Operations.Rerank;
using Gateway.Routing.Candidates;
using Gateway.Runtime;
using Gateway.Wire.Heads;
using Gateway.Wire.Usage;

namespace Gateway.Requests;

/// <summary>
/// Computes the tokens of a request: an upper bound before it is sent, and the actual usage whenever and however it ended.
/// </summary>
internal static class RequestUsage
{
    // Providers count some 1,500 tokens for an image at OpenAI's highest detail, and a clip may be longer than estimated.
    private const long MediaMargin = 2;

    // Tokens per second of a model that was never measured: a small one without a graphics card.
    private const double UnknownPace = 10;

    /// <summary>
    /// Computes the usage of a request. A failed attempt is worth nothing to the client, so without an answer the usage is zero. The
    /// exception is a client that left during an attempt: the backend had read the prompt by then, or was about to.
    /// </summary>
    public static TokenUsage Of(Inquiry inquiry, Progress progress) =>
        progress.Serving?.Answer?.Settle(inquiry.PromptTokens(progress.ToolsLeftOut))
        ?? (progress.Attempts > progress.AttemptsOver
            ? default(TokenUsage).Settled(TokenEstimate.Clamp(inquiry.PromptTokens(progress.ToolsLeftOut)), 0, UsageSource.Estimated)
            : default(TokenUsage).Settled(0, 0, UsageSource.None));

    /// <summary>Computes the usage of a request; of all attempts together when none brought an answer.</summary>
    public static TokenUsage OfAll(Inquiry inquiry, Progress progress)
    {
        var usage = Of(inquiry, progress);
        if (progress.Serving?.Answer is not null)
        {
            return usage;
        }

        foreach (var spent in progress.Spent)
        {
            var more = spent.Settle();
            usage = usage.Settled(
                TokenEstimate.Clamp((long)(usage.Prompt ?? 0) + (more.Prompt ?? 0)),
                TokenEstimate.Clamp((long)(usage.Output ?? 0) + (more.Output ?? 0)),
                UsageSource.Estimated);
        }

        return usage;
    }

    /// <summary>
    /// Estimates how many tokens of an unstreamed answer a model had written when it was ended: its measured pace times the time, and no
    /// more than it may write.
    /// </summary>
    /// <param name="choice">The request.</param>
    /// <param name="by">The model.</param>
    /// <param name="time">How long it worked on the answer.</param>
    public static int WrittenBy(Choice choice, Candidate by, TimeSpan time)
    {
        if (choice.Inquiry.Head.Stream)
        {
            return 0;
        }

        var speed = by.State.Speed;
        var (first, pace) = (speed.FirstTokenSeconds, speed.TokensPerSecond);
        var tokens = (time.TotalSeconds - (double.IsNaN(first) ? 0 : first)) * (double.IsNaN(pace) ? UnknownPace : pace);
        var most = Math.Min(
            choice.Inquiry.Head.MaxTokens ?? choice.Caps.On(by.Card, choice.Inquiry.ReceivedOn) ?? long.MaxValue,
            by.Card.ContextLength ?? TokenUsage.MaxCount);
        return (int)Math.Clamp(tokens, 0, Math.Clamp(most, 0, TokenUsage.MaxCount));
    }

    /// <summary>The usage of a request other than tokens, as the request itself states it.</summary>
    public static UnitUsage UnitsOf(Inquiry inquiry) => new()
    {
        Pictures = inquiry.Operation.PicturesOf(inquiry.Head),
        Documents = (inquiry.Head as RerankHead)?.DocumentCount ?? 0,
    };

    /// <summary>The length of the prompt's text as a measure of its tokens: the whole body except images and audio.</summary>
    public static long TextBytes(RequestHead head) => head.TextBytes;

    /// <summary>The most tokens the prompt is likely to have on a model.</summary>
    public static long PromptUpperBound(RequestHead head, Candidate model, LearnedUsage learned) =>
        learned.PromptUpperBound(model, TextBytes(head)) + head.MediaTokens * MediaMargin;

    /// <summary>Learns from a finished answer.</summary>
    public static void Learn(Delivery delivery, LearnedUsage learned)
    {
        // A prompt that was cut says nothing about its length.
        if (delivery is { Answer: { IsPromptCut: false } answer, Served: { } served })
        {
            // An image's tokens would be counted as text, and tools that were left out were not read.
            var isText = delivery.Inquiry.Head.MediaTokens == 0;
            var isAllText = isText && !delivery.Progress.ToolsLeftOut;
            learned.Learn(served, isAllText ? TextBytes(delivery.Inquiry.Head) : 0, answer.Told);
            if (isText && answer.PromptRead is { } read)
            {
                served.State.Prompts.Learn(delivery.SentPromptTokens, read);
            }
        }
    }
}
