using System.Collections.Frozen;

namespace Gateway.Configuration.Binding;

/// <summary>The keys of earlier versions, with the keys that replaced them.</summary>
internal static class MovedKeys
{
    private static readonly FrozenDictionary<string, string> Ways = new Dictionary<string, string>
    {
        ["quotas.webhook"] =
            "has moved to 'alerts', which tells of more than budgets. Write: alerts: { targets: [ { name: budgets, kind: webhook, "
            + "url: { env: NAME }, secret: { env: NAME }, events: [budget] } ] }. The address stands in a variable or a file now; warnAt "
            + "is alerts.budgetWarnAt. What is sent is the same, with 'state' added: see docs/alerts.md.",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <returns>The way out; null for a key that never was one.</returns>
    public static string? WayOf(string path) => Ways.GetValueOrDefault(path);
}
