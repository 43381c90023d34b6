using Gateway.Endpoints.Reports;

namespace Gateway.Tests.Endpoints.Reports;

/// <summary>A query over a long time is cut where rows end anyway, and no part is left out or asked for twice.</summary>
public sealed class UsagePiecesTests
{
    [Theory]
    [InlineData("hour", "Europe/Berlin", "from=2026-03-28&to=2026-03-30T10:00Z", "24 23 12")]
    [InlineData("day", "America/New_York", "from=2026-10-15&to=2026-12-02", "408 721 48")]
    [InlineData("month", "UTC", "from=2025-07-15&to=2027-01-31", "4080 8760 744")]
    [InlineData("total", "UTC", "from=2020-01-01&to=2020-12-31", "8784")]
    [InlineData("hour", "America/Santiago", "from=2026-09-05&to=2026-09-06", "24 23")]
    public void Pieces_FollowEachOther_FromBeginningToEnd(string interval, string zone, string span, string hours)
    {
        var (error, ask) = UsageQuestions.Read($"interval={interval}&{span}", zone);
        Assert.Null(error);
        var pieces = UsagePieces.Of(ask.Query).ToList();
        Assert.Equal(hours, string.Join(' ', pieces.Select(p => (p.Filter.To - p.Filter.From).TotalHours)));
        Assert.Equal((ask.Filter.From, ask.Filter.To), (pieces[0].Filter.From, pieces[^1].Filter.To));
        Assert.All(pieces.Zip(pieces.Skip(1)), p => Assert.Equal(p.First.Filter.To, p.Second.Filter.From));
    }
}
