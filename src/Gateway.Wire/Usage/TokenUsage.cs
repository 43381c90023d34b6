namespace Gateway.Wire.Usage;

/// <summary>The tokens of one request. A count is null when no backend reported it, which is not the same as 0.</summary>
internal readonly record struct TokenUsage
{
    /// <summary>A higher count is a mistake: ten times the longest context there is.</summary>
    public const int MaxCount = 100_000_000;

    public UsageSource Source { get; init; }

    /// <summary>The whole prompt, including tokens read from a cache, audio and images.</summary>
    public int? Prompt { get; init; }

    /// <summary>The part of the prompt that the provider read from its cache.</summary>
    public int? Cached { get; init; }

    /// <summary>The part of the prompt that the provider wrote into its cache.</summary>
    public int? CacheWrite { get; init; }

    public int? PromptAudio { get; init; }

    public int? PromptImages { get; init; }

    /// <summary>The whole answer, including reasoning, audio and images.</summary>
    public int? Output { get; init; }

    /// <summary>The part of the answer that is reasoning.</summary>
    public int? Reasoning { get; init; }

    public int? OutputAudio { get; init; }

    public int? OutputImages { get; init; }

    /// <summary>
    /// Merges later counts into these. Each replaces the earlier one. They are not summed, since running totals and copies are common. A
    /// count that is missing later stays: Groq reports twice, with and without the details.
    /// </summary>
    public TokenUsage With(in TokenUsage later) => new()
    {
        Source = Source,
        Prompt = later.Prompt ?? Prompt,
        Cached = later.Cached ?? Cached,
        CacheWrite = later.CacheWrite ?? CacheWrite,
        PromptAudio = later.PromptAudio ?? PromptAudio,
        PromptImages = later.PromptImages ?? PromptImages,
        Output = later.Output ?? Output,
        Reasoning = later.Reasoning ?? Reasoning,
        OutputAudio = later.OutputAudio ?? OutputAudio,
        OutputImages = later.OutputImages ?? OutputImages,
    };

    /// <summary>The settled usage: the parts never exceed the whole.</summary>
    public TokenUsage Settled(int prompt, int output, UsageSource source) => new()
    {
        Source = source,
        Prompt = prompt,
        Cached = Within(Cached, prompt),
        CacheWrite = Within(CacheWrite, prompt),
        PromptAudio = Within(PromptAudio, prompt),
        PromptImages = Within(PromptImages, prompt),
        Output = output,
        Reasoning = Within(Reasoning, output),
        OutputAudio = Within(OutputAudio, output),
        OutputImages = Within(OutputImages, output),
    };

    private static int? Within(int? part, int whole) => part > whole ? whole : part;
}
