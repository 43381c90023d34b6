using Gateway.Ledger.Pricing;

namespace Gateway.Tests.Ledger.Pricing;

/// <summary>Money in several currencies is counted in one, at the operator's rates.</summary>
public sealed class ExchangeRatesTests
{
    private static readonly ExchangeRates Rates = new(
        "CNY", new Dictionary<string, decimal> { ["USD"] = 7.1m, ["JPY"] = 0.05m, ["XXX"] = decimal.MaxValue });

    [Theory]
    [InlineData(1_000_000_000, "CNY", 1_000_000_000)]
    [InlineData(1_000_000_000, "cny", 1_000_000_000)]
    [InlineData(1_000_000_000, "USD", 7_100_000_000)]
    [InlineData(5, "usd", 36)]
    [InlineData(9, "JPY", 0)]
    [InlineData(10, "JPY", 1)]
    [InlineData(0, "XXX", 0)]
    [InlineData(1, "XXX", long.MaxValue)]
    [InlineData(long.MaxValue, "CNY", long.MaxValue)]
    [InlineData(long.MaxValue, "USD", long.MaxValue)]
    public void Money_OfAKnownCurrency_IsConvertedHalfUp(long nano, string currency, long expected)
    {
        Assert.True(Rates.Knows(currency));
        Assert.True(Rates.TryConvert(nano, currency, out var converted));
        Assert.Equal(expected, converted);
    }

    [Fact]
    public void Money_OfAnUnknownCurrency_IsNotGuessed()
    {
        Assert.False(Rates.Knows("EUR"));
        Assert.False(Rates.TryConvert(5, "EUR", out var converted));
        Assert.Equal(0, converted);
    }

    [Fact]
    public void CurrencyOfAccount_WhateverTheTableSays_IsWorthOne() =>
        Assert.True(
            new ExchangeRates("CNY", new Dictionary<string, decimal> { ["CNY"] = 2 }).TryConvert(5, "CNY", out var converted)
                && converted == 5);

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Rate_OfNothing_IsRefused(int rate) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExchangeRates("CNY", new Dictionary<string, decimal> { ["USD"] = rate }));
}
