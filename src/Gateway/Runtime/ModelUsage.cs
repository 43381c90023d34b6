using Gateway.Telemetry;

namespace Gateway.Runtime;

/// <summary>Holds what the last answers of one model taught.</summary>
internal sealed class ModelUsage
{
    /// <summary>
    /// Half a token per byte of the body, before anything is learned. With today's tokenizers it is 0.25 for English and code and 0.2 to
    /// 0.33 for Chinese; only digits and emoji alone exceed 0.5. One token per byte would be certain, but under a limit it would refuse
    /// four times too much until twenty answers are in.
    /// </summary>
    private const long DefaultRatio = Scale / 2;

    // Ratios are stored as tokens per million bytes.
    private const long Scale = 1_000_000;
    private const long MarginPercent = 110;

    // No body is longer, and the product below still fits.
    private const long MaxBytes = 1L << 32;

    private readonly RecentValues _ratios = new(99);
    private readonly RecentValues _outputs = new(95);

    public long? OutputP95 => _outputs.Quantile;

    public void AddPrompt(long bytes, long tokens) => _ratios.Add(Math.Min(Scale, tokens * Scale / bytes));

    public void AddOutput(long tokens) => _outputs.Add(tokens);

    public long PromptUpperBound(long bytes) => Bound(bytes, _ratios.Quantile ?? DefaultRatio);

    public static long DefaultBound(long bytes) => Bound(bytes, DefaultRatio);

    // A tenth more than 99 of 100 prompts had, rounded up.
    private static long Bound(long bytes, long ratio)
    {
        var most = Math.Clamp(bytes, 0, MaxBytes);
        return Math.Min(most, (most * ratio * MarginPercent + Scale * 100 - 1) / (Scale * 100));
    }
}
