using System.Collections.Concurrent;
using Gateway.Routing.Models;

namespace Gateway.Routing.Catalog;

/// <summary>
/// The facts known about models by name, from the curated table, the price table and the words of the name. Reading a name costs some tens
/// of microseconds, so results are remembered. Safe for use by many threads.
/// </summary>
/// <param name="known">The curated table.</param>
/// <param name="prices">The price table.</param>
public sealed class ModelKnowledge(KnownModels known, PriceTable prices)
{
    // Far more than any team's backends list. A backend that lists new names every minute must not fill the memory.
    private const int MaxRemembered = 50_000;

    private readonly ConcurrentDictionary<string, (ModelName Name, KnownModel? Known)> _read = new(StringComparer.Ordinal);

    /// <summary>Knowledge from names alone, without tables.</summary>
    public static ModelKnowledge OfNamesOnly { get; } = new(KnownModels.Empty, PriceTable.Empty);

    /// <summary>Makes the card of a model.</summary>
    /// <param name="model">The model's name as the backend knows it.</param>
    /// <param name="backend">The facts that hold for all models of the backend.</param>
    /// <param name="said">The facts the backend reports about it; <see langword="null"/> when it does not list it.</param>
    /// <param name="own">The facts the operator sets for it.</param>
    /// <param name="isRemembered">Whether the name will be read again; false for a name that a client made up.</param>
    /// <param name="refused">The abilities that requests to it were recently refused for.</param>
    public ModelCard CardOf(
        string model, BackendTraits backend, ModelFacts? said, OperatorFacts own, bool isRemembered = true, Lack refused = default)
    {
        var (name, row) = Read(model, isRemembered);
        return ModelCards.Merge(name, row, backend, said, own, backend.PriceList is { } list ? prices.Find(list, model) : null, refused);
    }

    private (ModelName Name, KnownModel? Known) Read(string model, bool isRemembered)
    {
        if (_read.TryGetValue(model, out var read))
        {
            return read;
        }

        var name = ModelName.Parse(model);
        read = (name, known.Find(name));
        if (isRemembered && _read.Count < MaxRemembered)
        {
            _read.TryAdd(model, read);
        }

        return read;
    }
}
