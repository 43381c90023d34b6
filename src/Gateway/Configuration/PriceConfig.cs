using System.ComponentModel;
using Gateway.Configuration.Binding;

namespace Gateway.Configuration;

[Description("What a model costs, for a million tokens.")]
internal sealed record PriceConfig
{
    [Matches("^[A-Z]{3}$", "a currency's three letters such as CNY")]
    [Description("The currency. CNY and USD can be compared with each other.")]
    public required string Currency { get; init; }

    [Within("0", "1000000")]
    [Description("The price of the prompt.")]
    public required decimal Input { get; init; }

    [Within("0", "1000000")]
    [Description("The price of the answer, reasoning included.")]
    public required decimal Output { get; init; }

    [Within("0", "1000000")]
    [Description("The price of prompt tokens read from the provider's cache. Default: as input.")]
    public decimal? Cached { get; init; }

    [Description("The day the price was read, as 2026-11-24.")]
    public required DateOnly AsOf { get; init; }

    [Description("Other prices for longer prompts, by rising length.")]
    public IReadOnlyList<PriceStepConfig> Longer { get; init; } = [];
}
