using Gateway.Alerts;
using Gateway.Alerts.Events;
using Gateway.Configuration;
using Gateway.Telemetry.Notices;

namespace Gateway.Tests.Alerts;

/// <summary>What prices and models have to say is an alert, with its text, until it is over.</summary>
public sealed class NoticeAlertsTests
{
    public static TheoryData<string> Kinds => [.. Enum.GetNames<NoticeKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Notice_IsRaisedWithItsText_AndResolvedUnderTheSameKey(string name)
    {
        var kind = Enum.Parse<NoticeKind>(name);
        var alerts = new Kept();
        var notices = new NoticeAlerts(alerts);
        notices.Tell(new Notice(kind, "cloud/m", "What to do."));
        var raised = Assert.Single(alerts.Raised);
        Assert.Equal([AlertFact.Of(AlertFactName.Reason, "What to do.")], raised.Facts);
        notices.Tell(new Notice(kind, "cloud/m", "What to do.", IsResolved: true));
        Assert.Equal([raised.Key], alerts.Resolved);
        Assert.Single(alerts.Raised);
    }

    [Fact]
    public void Kinds_AreAlertsOfTheirOwn()
    {
        var alerts = new Kept();
        foreach (var kind in Enum.GetValues<NoticeKind>())
        {
            new NoticeAlerts(alerts).Tell(new Notice(kind, "x", "y"));
        }

        Assert.Equal(
            [AlertKind.PriceOld, AlertKind.PriceMissing, AlertKind.PriceBook, AlertKind.ModelEnding, AlertKind.ModelGone],
            alerts.Raised.Select(static a => a.Kind));
    }

    private sealed class Kept : IAlerts
    {
        public List<AlertEvent> Raised { get; } = [];

        public List<string> Resolved { get; } = [];

        public void Raise(AlertEvent alert) => Raised.Add(alert);

        public void Resolve(AlertKind kind, string about) => Resolved.Add(AlertEvent.KeyOf(kind, about));
    }
}
