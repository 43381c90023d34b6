namespace Gateway.Tests.Repository;

/// <summary>A file is small enough to hold in the head.</summary>
public sealed class FileSizesTests
{
    [Fact]
    public void Files_AreSmallEnoughToHoldInTheHead()
    {
        var lengths = Repo.Sources("src").ToDictionary(f => f, f => File.ReadLines(f).Count());
        Assert.Empty(lengths.Where(l => l.Value > 300).Select(l => $"{l.Key}: {l.Value} lines"));
        Assert.True(lengths.Values.Order().ElementAt(lengths.Count / 2) <= 60);
    }
}
