namespace Gateway.Alerts.Events;

/// <summary>Reports the current problems of one part of the gateway. It is asked every second, and must not wait.</summary>
internal interface IAlertSource
{
    /// <summary>True when trouble that passes at once is no news: it is told when it has lasted for <c>alerts.after</c>.</summary>
    bool MayPass { get; }

    IEnumerable<AlertEvent> Find();
}
