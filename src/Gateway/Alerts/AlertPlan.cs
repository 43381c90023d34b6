using Gateway.Alerts.Events;
using Gateway.Configuration;

namespace Gateway.Alerts;

/// <summary>The news to send to a receiver now.</summary>
/// <param name="Target">The receiver.</param>
/// <param name="News">Everything it has yet to get; a message takes as much of it as fits.</param>
internal sealed record AlertPlan(AlertTargetConfig Target, IReadOnlyList<AlertNews> News);
