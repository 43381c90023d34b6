using Gateway.Operations.Embeddings;

namespace Gateway.Tests.Operations.Embeddings;

/// <summary>The tokens that a backend reports for several requests are divided among them without a token more or less.</summary>
public sealed class TokenSharesTests
{
    [Fact]
    public void Shares_AddUpToWhatWasTold_AndNobodyHasNone()
    {
        var random = new Random(1);
        for (var i = 0; i < 1000; i++)
        {
            var counts = Enumerable.Range(0, random.Next(1, 33)).Select(_ => (long)random.Next(1, 2000)).ToArray();
            var told = random.Next(counts.Length, 100_000);
            var shares = TokenShares.Of(told, counts)!;
            Assert.Equal(told, shares.Sum());
            Assert.True(shares.Min() >= 1);
        }
    }

    [Fact]
    public void Shares_AreAsTheCounts() => Assert.Equal([101, 301, 1], TokenShares.Of(403, [10, 30, 0])!);

    [Fact]
    public void Sum_ThatIsNone_IsNotDivided()
    {
        Assert.Null(TokenShares.Of(null, [1, 1]));
        Assert.Null(TokenShares.Of(1, [1, 1]));
    }
}
