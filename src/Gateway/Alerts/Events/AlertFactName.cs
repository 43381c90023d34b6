namespace Gateway.Alerts.Events;

/// <summary>The names of an alert's facts. In JSON they are written in lower case with underscores.</summary>
internal enum AlertFactName
{
    Threshold,
    Limit,
    Currency,
    Max,
    Used,
    PeriodStart,
    Reason,
    Backend,
    Model,
    Date,
    Successor,
    Source,
    AgeDays,
    Pending,
    LagSeconds,
    FreeBytes,
    SizeBytes,
}
