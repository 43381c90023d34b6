using Gateway.Routing.Catalog;
using Gateway.Routing.Models;

namespace Gateway.Runtime.PriceBooks;

/// <summary>Holds the price book in force: the built-in one, and above it the last good one that the configuration named.</summary>
internal sealed class PriceBookStore
{
    private readonly ModelKnowledge _builtIn;
    private volatile ModelKnowledge _current;

    /// <param name="builtIn">The built-in tables.</param>
    public PriceBookStore(ModelKnowledge builtIn) => _builtIn = _current = builtIn;

    /// <summary>Raised when another book is in force.</summary>
    public event Action? Changed;

    /// <summary>The known facts of models, with the prices in force.</summary>
    public ModelKnowledge Knowledge => _current;

    /// <summary>Puts a book above the built-in one.</summary>
    public void Take(PriceTable book) => Set(_builtIn.With(_builtIn.Book.With(book)));

    /// <summary>Goes back to the built-in book, when the configuration no longer names another.</summary>
    public void Drop() => Set(_builtIn);

    private void Set(ModelKnowledge knowledge)
    {
        _current = knowledge;
        Changed?.Invoke();
    }
}
