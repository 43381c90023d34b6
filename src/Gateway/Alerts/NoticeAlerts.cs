using Gateway.Alerts.Events;
using Gateway.Configuration;
using Gateway.Telemetry.Notices;

namespace Gateway.Alerts;

/// <summary>Turns notices about prices and models into alerts.</summary>
internal sealed class NoticeAlerts(IAlerts alerts) : INotices
{
    public void Tell(Notice notice)
    {
        var kind = KindOf(notice.Kind);
        if (notice.IsResolved)
        {
            alerts.Resolve(kind, notice.Subject);
        }
        else
        {
            alerts.Raise(new AlertEvent(kind, notice.Subject) { Facts = [AlertFact.Of(AlertFactName.Reason, notice.Text)] });
        }
    }

    private static AlertKind KindOf(NoticeKind kind) => kind switch
    {
        NoticeKind.PriceOld => AlertKind.PriceOld,
        NoticeKind.PriceMissing => AlertKind.PriceMissing,
        NoticeKind.PriceBookRefused => AlertKind.PriceBook,
        NoticeKind.ModelEnding => AlertKind.ModelEnding,
        NoticeKind.ModelGone => AlertKind.ModelGone,
    };
}
