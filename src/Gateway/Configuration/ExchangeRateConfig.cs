using System.ComponentModel;
using Gateway.Configuration.Binding;

namespace Gateway.Configuration;

[Description("The worth of a currency.")]
internal sealed record ExchangeRateConfig
{
    [Matches("^[A-Z]{3}$", "a currency's three letters such as USD")]
    [Description("The other currency.")]
    public required string Currency { get; init; }

    [Within("0.000001", "1000000")]
    [Description("What one unit of it is worth in 'quotas.currency'.")]
    public required decimal Rate { get; init; }
}
