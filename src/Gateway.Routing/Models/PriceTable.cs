using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Gateway.Routing.Models;

/// <summary>
/// The prices of models, provider by provider. Data, not truth: providers change prices, and each row says when it was read. A price of 0
/// is a price: the model is free. A model without a row has no known price.
/// </summary>
public sealed class PriceTable
{
    // A tab separates the two halves of a key; neither half can hold one.
    private readonly FrozenDictionary<string, Price> _prices;

    private PriceTable(Dictionary<string, Price> prices, ImmutableArray<KnownModelMistake> mistakes)
    {
        Mistakes = mistakes;
        _prices = prices.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>A table without prices.</summary>
    public static PriceTable Empty { get; } = new([], []);

    /// <summary>The rows that were left out, in line order; empty when the whole table could be read.</summary>
    public ImmutableArray<KnownModelMistake> Mistakes { get; }

    /// <summary>The number of models with a price, each counted once per price list.</summary>
    public int Count => _prices.Count;

    /// <summary>
    /// Reads a table of tab-separated columns: list, id, from, currency, input, output, cached, as_of, note (optional). Prices are per
    /// million tokens and at least 0; an empty <c>cached</c> means the same as <c>input</c>. Several rows with one id are its steps: their
    /// <c>from</c>, in prompt tokens, starts at 0 and rises, and they share one currency. Empty lines, lines starting with <c>#</c> and the
    /// line that starts with <c>list</c> and a tab are skipped.
    /// </summary>
    /// <param name="tsv">The whole text.</param>
    /// <returns>The table of the good rows; <see cref="Mistakes"/> lists the bad ones.</returns>
    public static PriceTable Parse(string tsv)
    {
        ArgumentNullException.ThrowIfNull(tsv);
        var prices = new Dictionary<string, Price>(StringComparer.OrdinalIgnoreCase);
        var mistakes = ImmutableArray.CreateBuilder<KnownModelMistake>();
        foreach (var (line, cells) in TableText.Rows(tsv, "list"))
        {
            var (row, mistake) = PriceRow.Parse(cells);
            if (row is not null)
            {
                var key = Key(cells[0], cells[1]);
                mistake = Add(prices, key, row);
            }

            if (mistake is not null)
            {
                mistakes.Add(new KnownModelMistake(line, mistake));
            }
        }

        return new PriceTable(prices, mistakes.ToImmutable());
    }

    /// <summary>Finds the price of a model.</summary>
    /// <param name="priceList">The price list of the backend, such as <c>siliconflow.cn</c>, without regard to case.</param>
    /// <param name="modelId">The model's name exactly as the provider lists it, <c>Pro/</c> included, without regard to case.</param>
    /// <returns>The price, or <see langword="null"/> when the list does not have the model.</returns>
    public Price? Find(string priceList, string modelId) => _prices.GetValueOrDefault(Key(priceList, modelId));

    private static string Key(string list, string id) => list + "\t" + id;

    // The row is the first step of its model or the next one.
    private static string? Add(Dictionary<string, Price> prices, string key, Price row)
    {
        var from = row.Steps[0].FromPromptTokens;
        if (!prices.TryGetValue(key, out var earlier))
        {
            if (from == 0)
            {
                prices[key] = row;
                return null;
            }

            return $"Column from must be 0 in the first row of an id, found '{from}'.";
        }

        var last = earlier.Steps[^1].FromPromptTokens;
        if (from <= last)
        {
            return $"Column from must rise from row to row of an id, found '{from}' after '{last}'.";
        }

        if (!earlier.Currency.Equals(row.Currency, StringComparison.Ordinal))
        {
            return $"Column currency must be the same in all rows of an id, found '{row.Currency}' after '{earlier.Currency}'.";
        }

        // The oldest step dates the whole price.
        prices[key] = earlier with { Steps = earlier.Steps.AddRange(row.Steps), AsOf = earlier.AsOf < row.AsOf ? earlier.AsOf : row.AsOf };
        return null;
    }
}
