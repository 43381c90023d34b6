using Gateway.Configuration;
using Gateway.Ledger.Queries;
using Gateway.Protocol;

namespace Gateway.Endpoints.Reports;

/// <summary>Says whether the ledger's sums can be added up to what is asked for. A sum cannot be cut.</summary>
internal static class UsageSteps
{
    private static readonly TimeSpan[] Smaller = [TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(15)];

    public static ApiError? WhyNot(UsageQuery query, TimeSpan step)
    {
        var (from, to) = (query.Filter.From, query.Filter.To);
        if (query.Interval != UsageInterval.Total && OffStep(query.Zone, from, to, step))
        {
            var enough = Array.FindIndex(Smaller, s => !OffStep(query.Zone, from, to, s));
            var way = enough >= 0 ? $"Ask the operator to set ledger.step to {Duration.Format(Smaller[enough])}, or ask" : "Ask";
            return ApiErrors.InvalidValue("tz", $"is {query.Zone.Id}, where days do not begin on a step of the ledger, which is {Duration.Format(step)}. {way} by another zone, such as UTC.");
        }

        return WhyNot("from", from, step) ?? WhyNot("to", to, step);
    }

    private static ApiError? WhyNot(string name, DateTimeOffset moment, TimeSpan step)
    {
        var beyond = moment.UtcTicks % step.Ticks;
        return beyond == 0
            ? null
            : ApiErrors.InvalidValue(name, $"is {moment:yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz}, which is not on a step of the ledger (ledger.step: {Duration.Format(step)}), and sums cannot be cut. The nearest before it is {moment.AddTicks(-beyond):yyyy-MM-dd'T'HH:mm:sszzz}.");
    }

    private static bool OffStep(TimeZoneInfo zone, DateTimeOffset from, DateTimeOffset to, TimeSpan step)
    {
        for (var day = from; day < to; day = day.AddDays(1))
        {
            if (zone.GetUtcOffset(day).Ticks % step.Ticks != 0)
            {
                return true;
            }
        }

        return zone.GetUtcOffset(to).Ticks % step.Ticks != 0;
    }
}
