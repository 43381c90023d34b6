using System.ComponentModel;
using Gateway.Configuration.Fields;

namespace Gateway.Configuration;

[Description("The price of a model, for a million tokens.")]
internal sealed record PriceConfig
{
    [Matches("^[A-Z]{3}$", "a currency's three letters such as CNY")]
    [Description("The currency, such as CNY. CNY and USD can be compared with each other.")]
    public required string Currency { get; init; }

    [Within("0", "1000000")]
    [Description("The price of a million prompt tokens.")]
    public required decimal Input { get; init; }

    [Within("0", "1000000")]
    [Description("The price of a million answer tokens, including reasoning.")]
    public required decimal Output { get; init; }

    [Within("0", "1000000")]
    [Description("The price of a million prompt tokens that are read from the provider's cache. Default: the price under 'input'.")]
    public decimal? Cached { get; init; }

    [Description("The day on which the price was read, such as 2026-11-24.")]
    public required DateOnly AsOf { get; init; }

    [Description("Other prices for longer prompts, in order of prompt length. Default: none.")]
    public IReadOnlyList<PriceStepConfig> Longer { get; init; } = [];
}
