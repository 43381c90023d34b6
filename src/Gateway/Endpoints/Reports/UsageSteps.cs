using Gateway.Configuration;
using Gateway.Configuration.Binding;
using Gateway.Ledger.Queries;
using Gateway.Wire.Errors;

namespace Gateway.Endpoints.Reports;

/// <summary>Explains why the ledger's sums cannot be added up to the requested report. A sum cannot be split.</summary>
internal static class UsageSteps
{
    public static ApiError? WhyNot(UsageQuery query, LedgerStep step)
    {
        var (from, to, zone) = (query.Filter.From, query.Filter.To, query.Zone);
        if (query.Interval != UsageInterval.Total && !UsageStep.Fits(step, zone, from, to))
        {
            var way = UsageStep.Needed(zone, from, to) is { } needed
                ? $"Ask the operator to set ledger.step to {ScalarParser.Format(needed)}, or ask"
                : "Ask";
            return ApiErrors.InvalidValue(
                "tz",
                $"is {zone.Id}, where days do not begin on a step of the ledger (ledger.step: {ScalarParser.Format(step)}). {way} by "
                + $"another zone, such as UTC.");
        }

        return WhyNot("from", from, step) ?? WhyNot("to", to, step);
    }

    /// <summary>Finds the first moment, from this one on, at which a step begins.</summary>
    public static DateTimeOffset Next(DateTimeOffset moment, LedgerStep step) => Before(moment.AddTicks(Length(step) - 1), step);

    private static DateTimeOffset Before(DateTimeOffset moment, LedgerStep step) => moment.AddTicks(-(moment.UtcTicks % Length(step)));

    private static long Length(LedgerStep step) =>
        Duration.TryParse(ScalarParser.Format(step), out var length) ? length.Ticks : throw new ArgumentOutOfRangeException(nameof(step));

    private static ApiError? WhyNot(string name, DateTimeOffset moment, LedgerStep step) => moment == Before(moment, step)
        ? null
        : ApiErrors.InvalidValue(
            name,
            $"is {moment:yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz}, which is not on a step of the ledger (ledger.step: "
            + $"{ScalarParser.Format(step)}), and sums cannot be cut. The nearest before it is "
            + $"{Before(moment, step):yyyy-MM-dd'T'HH:mm:sszzz}.");
}
