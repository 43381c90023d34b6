using Gateway.Authentication;
using Gateway.Configuration;
using Gateway.Ledger.Storage;
using Gateway.Quotas;
using Gateway.Routing.Routes;

namespace Gateway.Runtime;

/// <summary>Turns the limits of keys and teams and the stored policies into rules like those of the configuration.</summary>
internal static class KeyPolicies
{
    /// <summary>All rules in force.</summary>
    public static PolicyBook BookOf(KeyRing keys, GatewayConfig config, RouteTable routes) =>
        new(config.Quotas, Of(keys, config), ZonesOf(keys, config), name => new RuleName(name, routes).Means);

    private static Dictionary<string, string> ZonesOf(KeyRing keys, GatewayConfig config)
    {
        var zones = keys.Stored.Data.Teams.Where(static t => t.TimeZone is not null)
            .ToDictionary(static t => t.Name, static t => t.TimeZone!, StringComparer.OrdinalIgnoreCase);
        foreach (var team in config.Teams)
        {
            // A configured team takes precedence over a stored one of the same name, zone or not.
            zones.Remove(team.Name);
            if (team.TimeZone is { } zone)
            {
                zones[team.Name] = zone;
            }
        }

        return zones;
    }

    private static IEnumerable<QuotaPolicy> Of(KeyRing keys, GatewayConfig config)
    {
        foreach (var key in keys.All)
        {
            if (key.Limits is { LimitsNothing: false } limits)
            {
                yield return new QuotaPolicy(QuotaPer.Key, key.Name, null, QuotaLimits.From(limits));
            }
        }

        // A configured team takes precedence over a stored one of the same name.
        var written = config.Teams.Select(static t => t.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var stored = keys.Stored.Data.Teams.Where(t => !written.Contains(t.Name)).Select(
            static t => (t.Name, Limits: StoredLimits.Read(t.Limits)));
        foreach (var (name, limits) in config.Teams.Select(static t => (t.Name, t.Limits)).Concat(stored))
        {
            if (limits is { LimitsNothing: false })
            {
                yield return new QuotaPolicy(QuotaPer.Team, name, null, QuotaLimits.From(limits));
            }
        }

        foreach (var policy in keys.Stored.Data.Policies)
        {
            if (StoredLimits.Read(policy.Limits) is { } limits)
            {
                yield return new QuotaPolicy(policy.Per, policy.Of, policy.Model, QuotaLimits.From(limits));
            }
        }
    }
}
