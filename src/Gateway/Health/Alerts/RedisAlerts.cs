using Gateway.Alerts;
using Gateway.Alerts.Events;
using Gateway.Configuration;
using Gateway.Quotas.Redis;

namespace Gateway.Health.Alerts;

/// <summary>Finds a Redis that cannot be used.</summary>
internal sealed class RedisAlerts(RedisQuotas? redis) : IAlertSource
{
    public bool MayPass => true;

    public IEnumerable<AlertEvent> Find() => redis?.Store.Health is { IsConnected: false } health
        ? [new AlertEvent(AlertKind.Redis, "redis") { Facts = [AlertFact.Of(AlertFactName.Reason, health.Reason ?? "not reached yet")] }]
        : [];
}
