using Gateway.Configuration;
using Gateway.Configuration.Fields;
using Gateway.Quotas;

namespace Gateway.Tests.Configuration;

public sealed class LimitKindTests
{
    [Fact]
    public void EveryKeyOfTheConfiguration_HasItsRow_AndReadsItself()
    {
        // Background requests are counted as requests, at a counter of their own.
        Assert.Equal(
            QuotaLimitsConfig.Keys.Except(["backgroundRequestsPerMinute"]).Order(StringComparer.Ordinal),
            LimitKind.All.Select(k => k.Key).Order(StringComparer.Ordinal));
        foreach (var kind in LimitKind.All)
        {
            var property = ConfigPropertyOf(kind);
            var config = new QuotaLimitsConfig();
            property.Set(config, property.Type == typeof(decimal) ? 7m : (object)7L);
            Assert.Equal([kind], LimitKind.All.Where(k => k.Of(config) is not null));
            Assert.Equal(kind.IsBudget ? kind.Key : null, config.Budget);
            Assert.False(config.LimitsNothing);
            Assert.Equal(kind.Meter == Meter.Money ? 7_000_000_000 : 7, Assert.Single(QuotaLimits.From(config).All).Max);
        }
    }

    [Fact]
    public void Kinds_CountDifferentThings_AndOnlyWhatRunsCountsAtOnce()
    {
        Assert.Equal(LimitKind.All.Length, LimitKind.All.Select(k => (k.Meter, k.Window)).Distinct().Count());
        Assert.All(LimitKind.All, k => Assert.Equal(k.Meter == Meter.Concurrent, k.Window == LimitWindow.AtOnce));
    }

    [Fact]
    public void Meters_HaveAPlaceInAmountsEach() =>
        Assert.Equal(Enumerable.Range(0, QuotaAmount.Length), QuotaAmount.Meters.Select(m => (int)m));

    [Fact]
    public void Amounts_AreComputedMeterByMeter()
    {
        var some = QuotaAmount.Each(m => (int)m + 1);
        foreach (var meter in QuotaAmount.Meters)
        {
            var more = default(QuotaAmount).With(meter, 9);
            Assert.Equal((int)meter + 10, (some + more)[meter]);
            Assert.Equal((int)meter - 8, (some - more)[meter]);
            Assert.Equal((int)meter == 0 ? 2 : 1, (some + more)[(Meter)((int)meter == 0 ? 1 : 0)]);
            Assert.False(some.Covers(more));
            Assert.True((some + more).Covers(more));
            Assert.NotEqual(some, some + more);
            Assert.Equal(some.With(meter, 9), QuotaAmount.Larger(some, more));
            Assert.Equal(default(QuotaAmount).With(meter, (int)meter + 1), QuotaAmount.Smaller(some, more));
        }
    }

    private static Gateway.Configuration.Fields.ConfigProperty ConfigPropertyOf(LimitKind kind) =>
        Gateway.Configuration.Fields.ConfigProperty.Of(typeof(QuotaLimitsConfig)).Single(p => p.Key == kind.Key);
}
