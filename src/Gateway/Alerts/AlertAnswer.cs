using Gateway.Alerts.Events;
using Gateway.Configuration;

namespace Gateway.Alerts;

/// <summary>A receiver's answer to a message.</summary>
/// <param name="Target">The receiver.</param>
/// <param name="News">The news that the message held.</param>
/// <param name="Verdict">Its word.</param>
/// <param name="At">When it said so.</param>
internal sealed record AlertAnswer(AlertTargetConfig Target, IReadOnlyList<AlertNews> News, AlertVerdict Verdict, DateTimeOffset At);
