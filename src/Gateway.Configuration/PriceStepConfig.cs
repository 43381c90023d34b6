using System.ComponentModel;
using Gateway.Configuration.Fields;

namespace Gateway.Configuration;

[Description("The price of a whole request whose prompt has at least some length.")]
internal sealed record PriceStepConfig
{
    [Within("1", "100000000")]
    [Description("The prompt length, in tokens, from which these prices apply.")]
    public required int From { get; init; }

    [Within("0", "1000000")]
    [Description("The price of a million prompt tokens.")]
    public required decimal Input { get; init; }

    [Within("0", "1000000")]
    [Description("The price of a million answer tokens.")]
    public required decimal Output { get; init; }

    [Within("0", "1000000")]
    [Description("The price of a million prompt tokens that are read from the provider's cache. Default: the price under 'input'.")]
    public decimal? Cached { get; init; }
}
