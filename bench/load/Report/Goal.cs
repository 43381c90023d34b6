using System.Globalization;

namespace Gateway.Load.Report;

/// <summary>The figure that the gateway must reach in a row.</summary>
/// <param name="Kind">The kind of comparison.</param>
/// <param name="Limit">The figure to compare with.</param>
/// <param name="Unit">The unit of a figure that stands alone.</param>
/// <param name="IsGate">True when missing the goal fails the run. Never true for time, which the machine's noise moves.</param>
internal sealed record Goal(GoalKind Kind, double Limit, string Unit = "KiB", bool IsGate = false)
{
    public string Text => Kind switch
    {
        GoalKind.RatioAtLeast => ">= " + Limit.ToString("0.00", CultureInfo.InvariantCulture),
        GoalKind.RatioAtMost => "<= " + Limit.ToString("0.0#", CultureInfo.InvariantCulture),
        GoalKind.AtMost => "<= " + Limit.ToString("0", CultureInfo.InvariantCulture) + " " + Unit,
    };

    /// <returns>Null when a figure it needs was not measured.</returns>
    public bool? IsMet(double? gateway, double? ratio) => Kind switch
    {
        GoalKind.RatioAtLeast => ratio is null ? null : ratio >= Limit,
        GoalKind.RatioAtMost => ratio is null ? null : ratio <= Limit,
        GoalKind.AtMost => gateway is null ? null : gateway <= Limit,
    };
}
