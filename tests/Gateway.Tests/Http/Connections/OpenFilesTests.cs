using Gateway.Http.Connections;

namespace Gateway.Tests.Http.Connections;

/// <summary>Connections fit into what the process may open.</summary>
public sealed class OpenFilesTests
{
    [Theory]
    [InlineData(10_000, null, 10_000)]
    [InlineData(10_000, 1_048_576L, 10_000)]
    [InlineData(10_000, 2_000L, 872)]
    [InlineData(10_000, 1_024L, 384)]
    [InlineData(100, 2_000L, 100)]
    [InlineData(10_000, 256L, 32)]
    [InlineData(10_000, 4L, 1)]
    public void Connections_AreAsManyAsFit(int wanted, long? files, int most) =>
        Assert.Equal(most, OpenFiles.ConnectionsFor(wanted, files));

    [Theory]
    [InlineData(
        "Max cpu time              unlimited            unlimited            seconds\nMax open files            2000                 "
        + "4096                 files", 2_000L)]
    [InlineData("Max open files            unlimited            unlimited            files", null)]
    [InlineData("something else", null)]
    public void Limit_IsTheOneInForce(string text, long? limit) => Assert.Equal(limit, OpenFiles.In(text.Split('\n')));
}
