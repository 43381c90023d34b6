using System.Globalization;
using Gateway.Authentication;
using Gateway.Backends;
using Gateway.Configuration;
using Gateway.Configuration.Loading;
using Gateway.Providers;
using Gateway.Routing.Catalog;
using Gateway.Routing.Models;
using Gateway.Runtime;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Cli;

/// <summary>Finds old prices, and ended, unpriced or redirected models, among the models that a configuration names.</summary>
internal static class PricesCheck
{
    /// <returns>A line for each finding.</returns>
    public static async Task<IReadOnlyList<string>> RunAsync(
        GatewayConfig config, ModelKnowledge knowledge, bool isOnline, CancellationToken stop)
    {
        using var clients = new BackendClients();
        var factory = new BackendFactory(clients, TimeProvider.System);
        var states = new ModelStates(TimeProvider.System);
        var now = TimeProvider.System.GetUtcNow();
        if (isOnline)
        {
            var asked = Snapshot();
            var probe = new BackendProbe(TimeProvider.System, NullLogger<BackendProbe>.Instance);
            await Task.WhenAll(asked.Backends.Values.Select(b => probe.RunAsync(b, asked.Scrubber, stop)));
        }

        var snapshot = Snapshot();
        return [.. Findings(snapshot, [.. ModelsInUse.Named(snapshot).DistinctBy(static c => (c.Backend, c.Model))], isOnline, now)];

        GatewaySnapshot Snapshot() =>
            new(config, new KeyRing(config.Keys), [.. config.Backends.Select(Asked).Select(factory.Create)], knowledge, states, now);

        // A backend that is not asked needs no credential.
        BackendConfig Asked(BackendConfig backend) => isOnline ? backend : backend with { Credential = null };
    }

    private static IEnumerable<string> Findings(
        GatewaySnapshot snapshot, IReadOnlyList<ModelCard> cards, bool isOnline, DateTimeOffset now)
    {
        foreach (var (card, life) in LifeNews.Ending(cards, now))
        {
            yield return $"{LifeWords.Change(life.Change)}: {card.Backend}/{card.Model}: {LifeWords.Sentence(life, now)}";
        }

        foreach (var (backend, life) in ModelsInUse.FormerlyNamed(snapshot))
        {
            yield return $"{LifeWords.Change(life.Change)}: {backend}/{life.Id}: {LifeWords.Sentence(life, now)}";
        }

        // What has ended costs nothing any more.
        var alive = cards.Where(c => c.Life is not { Change: LifeChange.Ended } life || !life.IsOver(now)).ToList();
        foreach (var (card, price) in PriceFindings.Old(alive, now))
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"old: {card.Backend}/{card.Model}: its price is of {price.AsOf:yyyy-MM-dd}, {PriceFindings.AgeOf(price, now).TotalDays:0} "
                + $"days ago ({PriceWords.Of(price.Origin)}).");
        }

        foreach (var card in PriceFindings.Missing(alive, snapshot, now))
        {
            yield return $"unpriced: {card.Backend}/{card.Model}: nobody knows what it costs"
                + (snapshot.Policies.LimitsMoney ? ", so nobody whom a limit of money holds for is sent there." : ".");
        }

        foreach (var name in isOnline ? UnmatchedNames.Of(snapshot) : [])
        {
            yield return $"gone: {name.Path}: {name.Message}";
        }
    }
}
