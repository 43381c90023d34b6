using Gateway.Protocol;
using Gateway.Routing.Routes;
using Gateway.Usage;

namespace Gateway.Requests;

/// <summary>The tokens of a request: what it may take at most before it is sent, and what it took, whenever and however it ended.</summary>
internal static class RequestUsage
{
    // Providers let an image have some 1,500 tokens at the most detail that OpenAI gives it, and a clip may last longer than was supposed.
    private const long MediaMargin = 2;

    // Tokens a second of a model of which nothing was measured: a small one without a graphics card.
    private const double UnknownPace = 10;

    /// <summary>
    /// What it took. A failed attempt is nothing to the client, so without an answer it is nothing at all; except where the client left
    /// an attempt under way: the backend had read the prompt by then, or was about to.
    /// </summary>
    public static TokenUsage Of(Inquiry inquiry, Progress progress) =>
        progress.Serving?.Answer?.Settle(inquiry.PromptTokens(progress.ToolsLeftOut))
        ?? (progress.Attempts > progress.AttemptsOver
            ? default(TokenUsage).Settled(TokenEstimate.Clamp(inquiry.PromptTokens(progress.ToolsLeftOut)), 0, UsageSource.Estimated)
            : default(TokenUsage).Settled(0, 0, UsageSource.None));

    /// <summary>What it took, all attempts together where none brought an answer.</summary>
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
    /// How many tokens a model has likely written of an answer that is not streamed, and so was not seen, when it was ended: as many as
    /// it writes in the time, as far as its pace was measured, and no more than it may.
    /// </summary>
    /// <param name="choice">The request.</param>
    /// <param name="by">The model.</param>
    /// <param name="time">How long it worked on it.</param>
    public static int WrittenBy(Choice choice, Candidate by, TimeSpan time)
    {
        if (choice.Inquiry.Head.Stream)
        {
            return 0;
        }

        var speed = by.State.Speed;
        var (first, pace) = (speed.FirstTokenSeconds, speed.TokensPerSecond);
        var tokens = (time.TotalSeconds - (double.IsNaN(first) ? 0 : first)) * (double.IsNaN(pace) ? UnknownPace : pace);
        var most = Math.Min(choice.Inquiry.Head.MaxTokens ?? choice.Caps.On(by.Card) ?? long.MaxValue, by.Card.ContextLength ?? TokenUsage.MaxCount);
        return (int)Math.Clamp(tokens, 0, Math.Clamp(most, 0, TokenUsage.MaxCount));
    }

    /// <summary>The length of the prompt's text, as a measure of its tokens: all of the body but what stands for images and audio.</summary>
    public static long TextBytes(RequestHead head) => head.TextBytes;

    /// <summary>The most tokens that its prompt is likely to have on a model.</summary>
    public static long PromptUpperBound(RequestHead head, Candidate model, LearnedUsage learned) =>
        learned.PromptUpperBound(model, TextBytes(head)) + head.MediaTokens * MediaMargin;

    /// <summary>Takes what a finished answer teaches.</summary>
    public static void Learn(Delivery delivery, LearnedUsage learned)
    {
        // A prompt that was cut says nothing of its length.
        if (delivery is { Answer: { IsPromptCut: false } answer, Served: { } served })
        {
            // What an image takes would be laid to the charge of the text, and of tools that were left out nothing was read.
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
