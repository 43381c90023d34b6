using Gateway.Routing.Models;

namespace Gateway.Runtime;

/// <summary>
/// Finds the models in use: those that have answered since the start, and those that the configuration names. Models that a cloud merely
/// lists do not count.
/// </summary>
internal static class ModelsInUse
{
    /// <summary>Finds the models in use, each once.</summary>
    public static IReadOnlyList<ModelCard> Of(GatewaySnapshot snapshot) =>
    [
        .. Named(snapshot).Concat(snapshot.Models.Where(static c => c.State.HasAnswered).Select(static c => c.Card))
            .DistinctBy(static c => (c.Backend.ToUpperInvariant(), c.Model.ToUpperInvariant())),
    ];

    /// <summary>Finds the names in the configuration that a provider now answers with another model.</summary>
    public static IEnumerable<(string Backend, ModelLife Life)> FormerlyNamed(GatewaySnapshot snapshot) =>
        from candidate in snapshot.Config.Routes.SelectMany(static r => r.Candidates)
        let card = snapshot.Find(candidate.Backend, candidate.Model)
        where card is not null
        let life = card.FormerNames.FirstOrDefault(l => l.Id.Equals(candidate.Model, StringComparison.OrdinalIgnoreCase))
        where life is not null
        select (card.Backend, life);

    /// <summary>Finds the models that the configuration names, under those names, whether or not a backend lists them.</summary>
    public static IEnumerable<ModelCard> Named(GatewaySnapshot snapshot) => snapshot.Config.Routes
        .SelectMany(static r => r.Candidates)
        .Select(c => snapshot.Find(c.Backend, c.Model))
        .OfType<ModelCard>();
}
