using System.ComponentModel;
using Gateway.Configuration.Binding;

namespace Gateway.Configuration;

[Description("The price of a whole request from some length of its prompt on.")]
internal sealed record PriceStepConfig
{
    [Within("1", "100000000")]
    [Description("The prompt length from which it holds, in tokens.")]
    public required int From { get; init; }

    [Within("0", "1000000")]
    [Description("The price of the prompt.")]
    public required decimal Input { get; init; }

    [Within("0", "1000000")]
    [Description("The price of the answer.")]
    public required decimal Output { get; init; }

    [Within("0", "1000000")]
    [Description("The price of prompt tokens read from the provider's cache. Default: as input.")]
    public decimal? Cached { get; init; }
}
