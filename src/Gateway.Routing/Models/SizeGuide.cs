using System.Collections.Frozen;
using System.Globalization;

namespace Gateway.Routing.Models;

/// <summary>
/// Estimates the memory a model needs, in GiB: weights = parameters x bits per weight / 8, and memory = weights +
/// <see cref="ContextShare"/> of the weights + <see cref="FixedGiB"/>. The share pays for a context of some 8,000 tokens, the fixed part
/// for the runner. The memory of one token of context depends on layers and heads, which no name tells, but it grows with the model. This
/// is a guide, not a measurement: a long context needs more. For a mixture of experts all parameters count, since all must be in memory.
/// <see cref="SizeClass"/> has the limits of the classes.
/// </summary>
public static class SizeGuide
{
    /// <summary>The quantization Ollama serves when a name gives none.</summary>
    public const string OllamaDefault = "Q4_K_M";

    /// <summary>The memory of the context, as a share of the weights.</summary>
    public const decimal ContextShare = 0.15m;

    /// <summary>The overhead of every model, in GiB.</summary>
    public const decimal FixedGiB = 0.5m;

    /// <summary>The bits per weight when no quantization is known.</summary>
    public const decimal DefaultBits = 16;

    private const decimal BytesPerGiB = 1024m * 1024 * 1024;

    // A million billion parameters; more is a typo, and would not fit a decimal.
    private const decimal MaxParameters = 1_000_000;

    // The mean over a whole GGUF file, which keeps some tensors at more bits than its name says.
    private static readonly FrozenDictionary<string, decimal> BitsOf = new Dictionary<string, decimal>
    {
        ["F32"] = 32,
        ["FP32"] = 32,
        ["F16"] = 16,
        ["FP16"] = 16,
        ["BF16"] = 16,
        ["FP8"] = 8,
        ["INT8"] = 8,
        ["8BIT"] = 8.5m,
        ["W8A8"] = 8,
        ["W8A16"] = 8,
        ["MXFP8"] = 8.25m,
        ["Q8_0"] = 8.5m,
        ["Q8"] = 8.5m,
        ["Q6_K"] = 6.6m,
        ["Q6"] = 6.6m,
        ["6BIT"] = 6.5m,
        ["Q5_0"] = 5.5m,
        ["Q5_1"] = 6,
        ["Q5_K"] = 5.7m,
        ["Q5_K_S"] = 5.5m,
        ["Q5_K_M"] = 5.7m,
        ["Q5"] = 5.7m,
        ["5BIT"] = 5.5m,
        ["Q4_0"] = 4.55m,
        ["Q4_1"] = 5,
        ["Q4_K"] = 4.85m,
        ["Q4_K_S"] = 4.6m,
        ["Q4_K_M"] = 4.85m,
        ["Q4"] = 4.85m,
        ["4BIT"] = 4.5m,
        ["IQ4_XS"] = 4.3m,
        ["IQ4_NL"] = 4.5m,
        ["MXFP4"] = 4.25m,
        ["NVFP4"] = 4.5m,
        ["FP4"] = 4.5m,
        ["NF4"] = 4.5m,
        ["AWQ"] = 4.5m,
        ["GPTQ"] = 4.5m,
        ["GPTQ-INT4"] = 4.5m,
        ["GPTQ-INT8"] = 8.5m,
        ["INT4"] = 4.5m,
        ["W4A16"] = 4.5m,
        ["W4A8"] = 4.5m,
        ["Q3_K"] = 3.9m,
        ["Q3_K_S"] = 3.5m,
        ["Q3_K_M"] = 3.9m,
        ["Q3_K_L"] = 4.3m,
        ["IQ3_XXS"] = 3.1m,
        ["3BIT"] = 3.5m,
        ["Q2_K"] = 3.2m,
        ["IQ2_XXS"] = 2.1m,
        ["2BIT"] = 2.5m,
        ["IQ1_S"] = 1.6m,
        ["IQ1_M"] = 1.75m,
        ["TQ1_0"] = 1.7m,
        ["TQ2_0"] = 2.1m,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Finds the bits per weight of a quantization, without regard to case.</summary>
    /// <param name="quantization">A word such as <c>Q4_K_M</c>, <c>FP8</c> or <c>AWQ</c>.</param>
    /// <returns>A number from 1 to 32; <see cref="DefaultBits"/> for <see langword="null"/> and for an unknown word.</returns>
    public static decimal Bits(string? quantization)
    {
        var word = quantization?.Trim() ?? "";
        if (BitsOf.TryGetValue(word, out var bits))
        {
            return bits;
        }

        // An unlisted kind such as Q5_K_XL: half a bit above its number, like most of its relatives.
        var digits = word.AsSpan().TrimStart("iItT").TrimStart("qQ");
        return digits.Length < word.Length && digits.Length > 0 && char.IsBetween(digits[0], '1', '8')
            ? int.Parse(digits[..1], CultureInfo.InvariantCulture) + 0.5m
            : DefaultBits;
    }

    /// <summary>Estimates the memory from a number of parameters.</summary>
    /// <param name="parameters">All parameters, in billions; at most a million, at least 0.</param>
    /// <param name="quantization">The quantization; <see langword="null"/> when unknown, which counts as <see cref="DefaultBits"/>.</param>
    public static SizeEstimate Of(decimal parameters, string? quantization)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(parameters);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(parameters, MaxParameters);
        var bits = Bits(quantization);
        var weights = parameters * 1_000_000_000 * bits / 8 / BytesPerGiB;
        var memory = Math.Ceiling((weights * (1 + ContextShare) + FixedGiB) * 10) / 10;
        return new SizeEstimate(memory, bits, memory switch
        {
            <= 8 => SizeClass.Edge,
            <= 24 => SizeClass.SingleGpu,
            <= 640 => SizeClass.MultiGpu,
            _ => SizeClass.Cluster,
        });
    }

    /// <summary>Estimates the memory of a model from its card.</summary>
    /// <param name="card">The card.</param>
    /// <param name="defaultQuantization">
    /// The quantization to assume when the card has none; <see cref="OllamaDefault"/> suits a model on Ollama.
    /// </param>
    /// <returns>The estimate, or <see langword="null"/> when the number of parameters is unknown.</returns>
    public static SizeEstimate? Of(ModelCard card, string? defaultQuantization = null) =>
        card.Parameters is { } parameters and <= MaxParameters ? Of(parameters, card.Quantization ?? defaultQuantization) : null;
}
