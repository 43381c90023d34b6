using System.Globalization;

namespace Gateway.Load.Report;

/// <summary>What the gateway has to reach in a row.</summary>
internal sealed record Goal(GoalKind Kind, double Limit)
{
    public string Text => Kind switch
    {
        GoalKind.RatioAtLeast => ">= " + Limit.ToString("0.00", CultureInfo.InvariantCulture),
        GoalKind.RatioAtMost => "<= " + Limit.ToString("0.0#", CultureInfo.InvariantCulture),
        _ => "<= " + Limit.ToString("0", CultureInfo.InvariantCulture) + " KiB",
    };

    /// <returns>Null when a figure it needs was not measured.</returns>
    public bool? IsMet(double? gateway, double? ratio) => Kind switch
    {
        GoalKind.RatioAtLeast => ratio is null ? null : ratio >= Limit,
        GoalKind.RatioAtMost => ratio is null ? null : ratio <= Limit,
        _ => gateway is null ? null : gateway <= Limit,
    };
}
