using System.Collections.Concurrent;
using Gateway.Routing.Models;

namespace Gateway.Routing.Catalog;

/// <summary>
/// The facts known about models by name: from the curated table, the price book, the providers' announcements and the words of the name.
/// Reading a name costs some tens of microseconds, so results are remembered. Safe for use by many threads.
/// </summary>
public sealed class ModelKnowledge
{
    // Far more than any team's backends list. A backend that lists new names every minute must not fill the memory.
    private const int MaxRemembered = 50_000;

    private readonly KnownModels _known;
    private readonly ConcurrentDictionary<string, (ModelName Name, KnownModel? Known)> _read;

    /// <summary>Makes the knowledge of some tables.</summary>
    /// <param name="known">The curated table.</param>
    /// <param name="prices">The price book.</param>
    /// <param name="lives">The announced ends and redirects; <see langword="null"/> for none.</param>
    public ModelKnowledge(KnownModels known, PriceTable prices, ModelLives? lives = null)
        : this(known, prices, lives ?? ModelLives.Empty, new(StringComparer.Ordinal))
    {
    }

    private ModelKnowledge(
        KnownModels known, PriceTable prices, ModelLives lives,
        ConcurrentDictionary<string, (ModelName Name, KnownModel? Known)> read)
    {
        (_known, Book, Lives, _read) = (known, prices, lives, read);
        Prices = prices.Redirected(lives);
    }

    /// <summary>The price book as written.</summary>
    public PriceTable Book { get; }

    /// <summary>The price book in which a redirected name costs what the model costs that answers for it.</summary>
    public PriceTable Prices { get; }

    /// <summary>The announced ends and redirects.</summary>
    public ModelLives Lives { get; }

    /// <summary>Knowledge from names alone, without tables.</summary>
    public static ModelKnowledge OfNamesOnly { get; } = new(KnownModels.Empty, PriceTable.Empty);

    /// <summary>The same knowledge with another price book.</summary>
    /// <param name="prices">The book.</param>
    public ModelKnowledge With(PriceTable prices) => new(_known, prices, Lives, _read);

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
        if (backend.PriceList is not { } list)
        {
            return ModelCards.Merge(name, row, backend, said, own, price: null, refused);
        }

        var card = ModelCards.Merge(name, row, backend, said, own, Prices.Find(list, model), refused);
        var (life, former) = (Lives.Find(list, model), Lives.FormerNamesOf(list, model));
        return life is null && former.IsEmpty ? card : card with { Life = life, FormerNames = former };
    }

    private (ModelName Name, KnownModel? Known) Read(string model, bool isRemembered)
    {
        if (_read.TryGetValue(model, out var read))
        {
            return read;
        }

        var name = ModelName.Parse(model);
        read = (name, _known.Find(name));
        if (isRemembered && _read.Count < MaxRemembered)
        {
            _read.TryAdd(model, read);
        }

        return read;
    }
}
