using System.Collections.Frozen;
using Gateway.Configuration;

namespace Gateway.Ledger.Pricing;

/// <summary>
/// The currency of budgets, and the value of other currencies in it. The operator sets fixed rates: no bill changes by itself.
/// </summary>
internal sealed class ExchangeRates
{
    private readonly FrozenDictionary<string, decimal> _rates;

    /// <param name="currency">The code of the currency of account.</param>
    /// <param name="rates">The value of one unit of each other currency in it; each above 0.</param>
    public ExchangeRates(string currency, IReadOnlyDictionary<string, decimal> rates)
    {
        foreach (var (code, rate) in rates)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rate, code);
        }

        Currency = currency;
        _rates = rates.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    public string Currency { get; }

    /// <summary>True when money of a currency can be counted. A price in an unknown currency is a configuration error.</summary>
    public bool Knows(string currency) => RateOf(currency) is not null;

    /// <summary>
    /// Converts billionths of a currency into billionths of <see cref="Currency"/>, rounded half up; an amount that does not fit becomes
    /// the largest number.
    /// </summary>
    /// <returns>False when there is no rate.</returns>
    public bool TryConvert(long nano, string currency, out long converted)
    {
        var rate = RateOf(currency);
        // Checked by division, since the product may also be too large for a decimal.
        converted = rate is not { } known ? 0
            : known > 1 && nano > long.MaxValue / known ? long.MaxValue
            : Money.ToNano(nano * known);
        return rate is not null;
    }

    // The currency of account is worth 1, whatever the table says.
    private decimal? RateOf(string currency) =>
        currency.Equals(Currency, StringComparison.OrdinalIgnoreCase) ? 1
        : _rates.TryGetValue(currency, out var rate) ? rate
        : null;
}
