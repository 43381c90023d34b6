namespace Gateway.Alerts.Events;

/// <summary>What can be known about an alert. In JSON the names are written in lower case with underscores.</summary>
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
