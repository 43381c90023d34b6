using Gateway.Configuration;

namespace Gateway.Alerts.Events;

/// <summary>
/// Takes alerts from any part of the gateway. Neither call waits or throws, so both may be made while a request is served.
/// </summary>
internal interface IAlerts
{
    /// <summary>
    /// Reports that something is wrong. It counts as wrong until it is resolved here, or until <see cref="AlertEvent.Until"/>. Raising it
    /// again changes its facts, and tells it again only at a higher level.
    /// </summary>
    void Raise(AlertEvent alert);

    /// <summary>Reports that it is over. Does nothing for what was never raised.</summary>
    /// <param name="kind">The kind it was raised with.</param>
    /// <param name="about">What it was raised about.</param>
    void Resolve(AlertKind kind, string about);
}
