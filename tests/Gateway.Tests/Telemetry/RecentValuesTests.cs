using CsCheck;
using Gateway.Telemetry;

namespace Gateway.Tests.Telemetry;

/// <summary>The quantile covers the last hundred values and nothing before them.</summary>
public sealed class RecentValuesTests
{
    [Fact]
    public void Quantile_IsThatOfTheLastHundred() =>
        Gen.Select(Gen.Long[0, 30].Array[1, 400], Gen.Int[1, 100]).Sample((values, percent) =>
        {
            var recent = new RecentValues(percent);
            for (var count = 1; count <= values.Length; count++)
            {
                recent.Add(values[count - 1]);
                var last = values[..count].TakeLast(100).Order().ToList();
                long? expected = last.Count < RecentValues.Enough ? null : last[((last.Count * percent) + 99) / 100 - 1];
                Assert.Equal(expected, recent.Quantile);
            }
        }, iter: 200);
}
