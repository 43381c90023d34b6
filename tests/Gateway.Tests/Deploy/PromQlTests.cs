namespace Gateway.Tests.Deploy;

/// <summary>The tests' own parser of expressions sees every name. A name that it missed would never be checked.</summary>
public sealed class PromQlTests
{
    [Theory]
    [InlineData("sum by (tag, le) (rate(a_bucket{tag=~\".*\", x=\"(b)\"}[5m]))", "a_bucket")]
    [InlineData("min(a) == 0 and on () sum(tag:b:rate5m) > 0.1 or vector(0)", "a,tag:b:rate5m")]
    [InlineData("60 * sum(a_total) / (sum(b) or 0 * sum(c))", "a_total,b,c")]
    [InlineData("histogram_quantile(0.95, sum by (le) (rate(a_bucket[10s])))", "a_bucket")]
    public void Metrics_AreTheNamesThatAreNoFunctionsAndNoLabels(string expression, string metrics) =>
        Assert.Equal(metrics.Split(','), PromQl.MetricsOf(expression));
}
