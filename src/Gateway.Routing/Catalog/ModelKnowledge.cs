using System.Collections.Concurrent;
using Gateway.Routing.Models;

namespace Gateway.Routing.Catalog;

/// <summary>
/// What is known of models by their names: the curated table, the price table and the words of the names. Reading a name costs some
/// tens of microseconds, so what was read is remembered. Safe for use by many threads.
/// </summary>
/// <param name="known">The curated table.</param>
/// <param name="prices">The price table.</param>
public sealed class ModelKnowledge(KnownModels known, PriceTable prices)
{
    // Far more than any team's backends list; a backend that lists other names each minute must not fill the memory.
    private const int MaxRemembered = 50_000;

    private readonly ConcurrentDictionary<string, (ModelName Name, KnownModel? Known)> _read = new(StringComparer.Ordinal);

    /// <summary>Knowledge of nothing but names.</summary>
    public static ModelKnowledge OfNamesOnly { get; } = new(KnownModels.Empty, PriceTable.Empty);

    /// <summary>Makes the card of a model.</summary>
    /// <param name="model">Its name as the backend knows it.</param>
    /// <param name="backend">What holds for all models of the backend.</param>
    /// <param name="said">What the backend says of it; <see langword="null"/> when it does not list it.</param>
    /// <param name="own">What the operator says of it.</param>
    /// <param name="isRemembered">Whether the name will be read again; not so of one that a client made up.</param>
    /// <param name="refused">What requests to it were lately refused for.</param>
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
