using CsCheck;
using Gateway.Ledger.Pricing;
using Gateway.Routing.Models;
using Gateway.Wire.Usage;

namespace Gateway.Tests.Ledger.Pricing;

/// <summary>Costs are exact: whole billionths, computed from the price and rounded half up.</summary>
public sealed class CostTests
{
    private static readonly DateOnly Day = new(2026, 11, 24);
    private static readonly Price Stepped = new("CNY", [new PriceStep(0, 1.5m, 6, 0.1m), new PriceStep(32_000, 3, 12)], Day);

    [Theory]
    [InlineData(1000, null, 100, 2_100_000)]
    [InlineData(1000, 900, 100, 840_000)]
    [InlineData(31_999, 0, 0, 47_998_500)]
    // The whole request is paid by its step, and that has no price of its own for what was cached.
    [InlineData(32_000, 10_000, 1, 96_012_000)]
    // Never more cached than there is.
    [InlineData(10, 20, 0, 1_000)]
    public void Cost_OfSteppedAndCachedPrices_IsByTheStep(int prompt, int? cached, int output, long nano) =>
        Assert.Equal(new Cost(nano, "CNY", Day), Cost.Of(Stepped, new TokenUsage { Prompt = prompt, Cached = cached, Output = output }));

    [Theory]
    [InlineData(600, 0, 0, 0, 1_000 * 1000)]
    [InlineData(600, 100, 0, 0, 900 * 1000 + 100 * 100)]
    [InlineData(600, 100, 200, 0, 700 * 1000 + 100 * 100 + 200 * 1250)]
    [InlineData(600, 100, 200, 300, 700 * 1000 + 100 * 100 + 200 * 1250 + 300 * 8000)]
    // Nothing is read from the cache and written into it, and no more is reasoning than was answered.
    [InlineData(600, 900, 500, 700, 900 * 100 + 100 * 1250 + 600 * 8000)]
    public void Cost_OfEachPart_IsByItsOwnPrice(int output, int cached, int written, int reasoning, long nano)
    {
        var price = new Price("CNY", [new PriceStep(0, 1, 4, Cached: 0.1m, CacheWrite: 1.25m, Reasoning: 8)], Day);
        var usage = new TokenUsage { Prompt = 1000, Output = output, Cached = cached, CacheWrite = written, Reasoning = reasoning };
        Assert.Equal(nano + (output - Math.Min(reasoning, output)) * 4000, Cost.Of(price, usage).Nano);
    }

    [Fact]
    public void Cost_OfDocuments_IsAddedToThatOfTokens()
    {
        var price = new Price("CNY", [new PriceStep(0, 1, 0)], Day) { Units = [new UnitPrice(PriceUnit.Document, 0.002m)] };
        Assert.Equal(
            1_000_000 + 5 * 2_000_000,
            Cost.Of(price, new TokenUsage { Prompt = 1000 }, new UnitUsage { Documents = 5 }).Nano);
    }

    [Fact]
    public void Reasoning_AudioAndImages_AreInTheWhole()
    {
        var usage = new TokenUsage { Prompt = 1000, Output = 100 };
        var parts = usage with { Reasoning = 90, OutputAudio = 5, OutputImages = 5, PromptAudio = 100, PromptImages = 100 };
        Assert.Equal(Cost.Of(Stepped, usage), Cost.Of(Stepped, parts));
    }

    [Fact]
    public void Cost_OfWhatNobodyTold_IsNothing() => Assert.Equal(0, Cost.Of(Stepped, default).Nano);

    [Theory]
    [InlineData("0.0004", 0)]
    [InlineData("0.0005", 1)]
    [InlineData("0.0014", 1)]
    [InlineData("0.0015", 2)]
    [InlineData("0.0025", 3)]
    public void Cost_BetweenTwoNanos_IsRoundedHalfUp(string price, long nano) =>
        Assert.Equal(
            nano,
            Cost.Of(Flat(decimal.Parse(price, System.Globalization.CultureInfo.InvariantCulture), 0), new TokenUsage { Prompt = 1 }).Nano);

    [Fact]
    public void Cost_ThatDoesNotFit_IsTheLargestNumber()
    {
        Assert.Equal(
            long.MaxValue, Cost.Of(Flat(1_000_000, 1_000_000_000), new TokenUsage { Prompt = int.MaxValue, Output = int.MaxValue }).Nano);
        Assert.Equal(
            long.MaxValue,
            Cost.Of(
                Flat(decimal.MaxValue, decimal.MaxValue),
                new TokenUsage { Prompt = int.MaxValue, Cached = 7, Output = int.MaxValue }).Nano);
        Assert.Equal(long.MaxValue, Cost.Of(Flat(decimal.MaxValue, 0), new TokenUsage { Prompt = 1 }).Nano);
    }

    [Fact]
    public void Cost_OfAnything_IsWhatDecimalArithmeticSays()
    {
        var amounts = Gen.Int[0, 1_000_000_000].Select(i => i / 1_000_000m);
        var prices =
            from steps in Gen.Select(amounts, amounts, amounts, Gen.Bool).Array[1, 4]
            from lengths in Gen.Int[1, 200_000].Array[3]
            let starts = lengths.Order().Distinct().Prepend(0).ToArray()
            select new Price(
                "USD",
                [.. steps.Take(starts.Length).Select((s, i) => new PriceStep(starts[i], s.Item1, s.Item2, s.Item4 ? s.Item3 : null))], Day);
        Gen.Select(prices, Gen.Int[0, 300_000], Gen.Int[0, 300_000], Gen.Int[0, 300_000]).Sample((price, prompt, cached, output) =>
            Assert.Equal(
                (long)Math.Round(price.Of(prompt, output, cached) * 1_000_000_000, MidpointRounding.AwayFromZero),
                Cost.Of(price, new TokenUsage { Prompt = prompt, Cached = cached, Output = output }).Nano));
    }

    private static Price Flat(decimal input, decimal output) => new("CNY", [new PriceStep(0, input, output)], Day);
}
