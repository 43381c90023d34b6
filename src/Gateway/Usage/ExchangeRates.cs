using System.Collections.Frozen;

namespace Gateway.Usage;

/// <summary>
/// The currency that budgets are kept in, and what others are worth in it. The rates are the operator's and fixed: no bill changes by
/// itself.
/// </summary>
internal sealed class ExchangeRates
{
    private readonly FrozenDictionary<string, decimal> _rates;

    /// <param name="currency">The code of the currency of account.</param>
    /// <param name="rates">What one unit of another currency is worth in it; each above 0.</param>
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

    /// <summary>Whether money of a currency can be counted. A price in one that is not known is a mistake of the configuration.</summary>
    public bool Knows(string currency) => RateOf(currency) is not null;

    /// <summary>
    /// Turns billionths of a currency into billionths of <see cref="Currency"/>, rounded half up; what does not fit is the largest number
    /// there is.
    /// </summary>
    /// <returns>False when there is no rate.</returns>
    public bool TryConvert(long nano, string currency, out long converted)
    {
        var rate = RateOf(currency);
        // By division, since the product may be too large for a decimal too.
        converted = rate is not { } known ? 0
            : known > 1 && nano > long.MaxValue / known ? long.MaxValue
            : Money.ToNano(nano * known);
        return rate is not null;
    }

    // The currency of account is worth 1, whatever the table says of it.
    private decimal? RateOf(string currency) =>
        currency.Equals(Currency, StringComparison.OrdinalIgnoreCase) ? 1
        : _rates.TryGetValue(currency, out var rate) ? rate
        : null;
}
