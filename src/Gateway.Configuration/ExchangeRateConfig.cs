using System.ComponentModel;
using Gateway.Configuration.Fields;

namespace Gateway.Configuration;

[Description("The exchange rate of a currency.")]
internal sealed record ExchangeRateConfig
{
    [Matches("^[A-Z]{3}$", "a currency's three letters such as USD")]
    [Description("The currency, such as USD.")]
    public required string Currency { get; init; }

    [Within("0.000001", "1000000")]
    [Description("The value of one unit of that currency in 'quotas.currency'.")]
    public required decimal Rate { get; init; }
}
