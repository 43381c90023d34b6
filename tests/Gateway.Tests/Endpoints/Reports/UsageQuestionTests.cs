using Gateway.Endpoints.Reports;
using Gateway.Ledger.Queries;
using Gateway.Ledger.Records;
using Gateway.Wire.Errors;

namespace Gateway.Tests.Endpoints.Reports;

/// <summary>Every parameter is read or refused. A refusal says what is allowed and what was probably meant.</summary>
public sealed class UsageQuestionTests
{
    [Theory]
    [InlineData("metric=tokns", "metric", "Did you mean tokens?")]
    [InlineData("metric=requests,frist_byte", "metric", "Did you mean first_byte?")]
    [InlineData("group=modell", "group", "Did you mean model?")]
    [InlineData("group=team&group=hour", "group", "Known are team, owner")]
    [InlineData("interval=week", "interval", "Known are total, hour, day, month")]
    [InlineData("rollup=weekly", "rollup", "Known are total, hour, day, month")]
    [InlineData("interval=day&rollup=day", "rollup", "Send one of them")]
    [InlineData("interval=day&interval=day", "interval", "more than once")]
    [InlineData("status=complet", "status", "Did you mean complete?")]
    [InlineData("tz=Berlin", "tz", "Did you mean Europe/Berlin?")]
    [InlineData("tz=Asia/Shanhai", "tz", "Asia/Shanghai")]
    // Files that are no time zones, and one that is.
    [InlineData("tz=/etc/passwd", "tz", "no time zone")]
    [InlineData("tz=../../../etc/passwd", "tz", "no time zone")]
    [InlineData("tz=/usr/share/zoneinfo/Europe/Berlin", "tz", "no time zone")]
    [InlineData("tz=UTC%00", "tz", "no time zone")]
    [InlineData("teams=ml", "teams", "Did you mean team?")]
    [InlineData("limit=5", "limit", "no parameter here")]
    public void Parameter_ThatIsWrong_IsNamedWithTheWayOut(string query, string name, string words)
    {
        var error = UsageQuestions.Read(query).Error;
        Assert.Equal((400, name), (error?.Status, error?.Param));
        Assert.Contains(words, error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_AreBounded()
    {
        Assert.Equal("team", UsageQuestions.Read("team=" + new string('x', 201)).Error!.Param);
        Assert.Equal("team", UsageQuestions.Read(string.Join('&', Enumerable.Repeat("team=x", 101))).Error!.Param);
        var long1 = UsageQuestions.Read("metric=" + new string('x', 199)).Error!;
        Assert.True(long1.Message.Length < 400, long1.Message);
    }

    [Fact]
    public void Nothing_IsMeant_AsByDefault()
    {
        var ask = UsageQuestions.Read("").Ask;
        Assert.Equal((UsageInterval.Day, 0), (ask.Query.Interval, ask.Query.GroupBy.Count));
        Assert.Equal(ReportWords.Metrics.Except([UsageMetric.Latency, UsageMetric.FirstByte]), ask.Metrics);
        Assert.Empty(ask.Filter.Values);
    }

    [Fact]
    public void Everything_IsRead()
    {
        var (error, ask) = UsageQuestions.Read(
            "metric=tokens,cost&metric=first_byte&group=team,Model&rollup=MONTH&team=ml&team=web&owner=&status=CLIENT_CLOSED&tz=Etc/GMT+8");
        Assert.Null(error);
        Assert.Equal([UsageMetric.Tokens, UsageMetric.Cost, UsageMetric.FirstByte], ask.Metrics);
        Assert.Equal([UsageDimension.Team, UsageDimension.Model], ask.Query.GroupBy);
        Assert.Equal((UsageInterval.Month, "Etc/GMT+8"), (ask.Query.Interval, ask.Query.Zone.Id));
        Assert.Equal(["ml", "web"], ask.Filter.Values[UsageDimension.Team]);
        Assert.Equal([null], ask.Filter.Values[UsageDimension.Owner]);
        Assert.Equal(["client_closed"], ask.Filter.Values[UsageDimension.Status]);
    }
}
