using Gateway.Configuration;
using Gateway.Providers;

namespace Gateway.Runtime;

/// <summary>
/// Finds backends that may cost money but have no priced model, where money is limited. Callers with such a limit are never sent there,
/// which looks like a fault of the backend.
/// </summary>
internal static class UnpricedBackends
{
    /// <summary>Finds such backends by the models that backends hold.</summary>
    public static IReadOnlyList<string> Of(GatewaySnapshot snapshot) => !snapshot.Policies.LimitsMoney
        ? []
        :
        [
            .. snapshot.Models.GroupBy(static c => c.Backend)
                .Where(b => b.All(c => !snapshot.Prices.IsKnown(c.Card, snapshot.BuiltAt)))
                .Select(static b => b.Key),
        ];

    /// <summary>
    /// Finds such backends by the configuration alone: those without a built-in price list and without a configured price.
    /// </summary>
    public static IEnumerable<string> Of(GatewayConfig config, BackendFactory factory) => !LimitsMoney(config)
        ? []
        : config.Backends.Select(factory.Create).Select(static b => b.Traits).Where(
            b => b is { IsLocal: false, PriceList: null } && !HasPrice(config, b.Name))
            .Select(static b => b.Name);

    public static string Words(string backend) =>
        $"Money is limited, and no model of the backend '{backend}' has a price, so nobody whom a limit of money holds for is sent there. "
        + $"Write the prices under 'models' ({{ backend: {backend}, model: ..., price: ... }}; 0 where nothing is to be paid), or "
        + $"'local: true' at the backend if it is a machine of your own.";

    private static bool LimitsMoney(GatewayConfig config) =>
        config.Quotas.Policies.Any(static p => p.LimitsMoney)
        || config.Keys.Any(static k => k.Limits?.LimitsMoney == true)
        || config.Teams.Any(static t => t.Limits?.LimitsMoney == true);

    private static bool HasPrice(GatewayConfig config, string backend) =>
        config.Models.Any(m => m.Price is not null && (m.Backend is null || m.Backend.Equals(backend, StringComparison.OrdinalIgnoreCase)));
}
