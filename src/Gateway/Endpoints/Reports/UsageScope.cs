using Gateway.Authentication;
using Gateway.Authentication.Management;
using Gateway.Configuration;
using Gateway.Ledger.Queries;
using Gateway.Ledger.Records;

namespace Gateway.Endpoints.Reports;

/// <summary>The usage a caller may see. Filters can narrow it and never widen it.</summary>
internal sealed class UsageScope
{
    private readonly Dictionary<UsageDimension, string?> _only = [];

    private UsageScope()
    {
    }

    /// <summary>
    /// By the rules for keys: admins see everything, leads their team's usage, members their owner's usage in their team.
    /// </summary>
    public static UsageScope Of(Manager manager)
    {
        var scope = new UsageScope();
        switch (manager)
        {
            case { Role: KeyRole.Admin }:
                break;
            case { Role: KeyRole.Lead, Key.Team: { } team }:
                scope._only[UsageDimension.Team] = team;
                break;
            case { Key.Owner: { } owner }:
                scope._only[UsageDimension.Owner] = owner;
                scope._only[UsageDimension.Team] = manager.Key.Team;
                break;
            default:
                scope._only[UsageDimension.Key] = manager.Key!.Name;
                break;
        }

        return scope;
    }

    /// <summary>The usage of one key; for a front end's key, of the one user it asks for.</summary>
    public static UsageScope Of(ApiKey caller)
    {
        var scope = new UsageScope();
        scope._only[UsageDimension.Key] = caller.Name;
        if (caller.IsOnBehalfOf)
        {
            scope._only[UsageDimension.Owner] = caller.Owner;
            scope._only[UsageDimension.Team] = caller.Team;
        }

        return scope;
    }

    /// <returns>What remains of a filter; null for nothing.</returns>
    public UsageFilter? Narrow(UsageFilter filter)
    {
        var values = new Dictionary<UsageDimension, IReadOnlyList<string?>>(filter.Values);
        foreach (var (dimension, only) in _only)
        {
            if (values.TryGetValue(dimension, out var asked) && !asked.Contains(only, StringComparer.OrdinalIgnoreCase))
            {
                return null;
            }

            values[dimension] = [only];
        }

        return filter with { Values = values };
    }
}
