using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Gateway.Routing.Models;

/// <summary>
/// The price book: what models cost, list by list and over time. Data, not truth: providers change prices, and each row says when it was
/// read. A price of 0 is a price: the model is free. A model without a row has no known price.
/// </summary>
public sealed class PriceTable
{
    // A tab separates the two halves of a key; neither half can hold one.
    private readonly FrozenDictionary<string, PriceEntry> _entries;

    private PriceTable(IEnumerable<PriceEntry> entries, ImmutableArray<KnownModelMistake> mistakes)
    {
        Mistakes = mistakes;
        _entries = entries.ToFrozenDictionary(static e => Key(e.List, e.Id), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The columns of a row, in order.</summary>
    public static string Columns => PriceRow.Columns;

    /// <summary>A table without prices.</summary>
    public static PriceTable Empty { get; } = new([], []);

    /// <summary>The rows that were left out, in line order; empty when the whole table could be read.</summary>
    public ImmutableArray<KnownModelMistake> Mistakes { get; }

    /// <summary>The number of models with a price, each counted once per price list.</summary>
    public int Count => _entries.Count;

    /// <summary>Every model with its prices, in the order of lists and names.</summary>
    public IEnumerable<PriceEntry> All => _entries.Values
        .OrderBy(static e => e.List, StringComparer.OrdinalIgnoreCase)
        .ThenBy(static e => e.Id, StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Reads a table of tab-separated columns: list, id, unit, from, hours, zone, since, until, currency, input, output, cached,
    /// cache_write, reasoning, source, as_of, note (optional). <c>config/prices.tsv</c> says what they mean. All rows of an id together say
    /// what it costs at every moment from the first to the last: none may overlap, and none may be missing. Empty lines, lines starting
    /// with <c>#</c> and the line that starts with <c>list</c> and a tab are skipped.
    /// </summary>
    /// <param name="tsv">The whole text.</param>
    /// <param name="zones">
    /// Finds a time zone that <see cref="FixedZones"/> does not know; <see langword="null"/> to know no others.
    /// </param>
    /// <returns>The table of the good ids; <see cref="Mistakes"/> lists what is wrong with the others.</returns>
    public static PriceTable Parse(string tsv, Func<string, TimeZoneInfo?>? zones = null)
    {
        ArgumentNullException.ThrowIfNull(tsv);
        var rows = new List<PriceRow>();
        var mistakes = new List<KnownModelMistake>();
        foreach (var (line, cells) in TableText.Rows(tsv, "list"))
        {
            var (row, mistake) = PriceRow.Parse(line, cells, zones ?? (static _ => null));
            if (row is not null)
            {
                rows.Add(row);
            }
            else
            {
                mistakes.Add(new KnownModelMistake(line, mistake!));
            }
        }

        var entries = new List<PriceEntry>();
        foreach (var ofId in rows.GroupBy(static r => Key(r.List, r.Id), StringComparer.OrdinalIgnoreCase))
        {
            var (price, mistake) = PriceTimeline.Of([.. ofId]);
            if (price is not null)
            {
                entries.Add(new PriceEntry(ofId.First().List, ofId.First().Id, price));
            }
            else
            {
                mistakes.Add(mistake!);
            }
        }

        return new PriceTable(entries, [.. mistakes.OrderBy(static m => m.Line)]);
    }

    /// <summary>Finds the prices of a model.</summary>
    /// <param name="priceList">The price list of the backend, such as <c>siliconflow.cn</c>, without regard to case.</param>
    /// <param name="modelId">The model's name exactly as the provider lists it, <c>Pro/</c> included, without regard to case.</param>
    /// <returns>The prices, or <see langword="null"/> when the list does not have the model.</returns>
    public ModelPrice? Find(string priceList, string modelId) => _entries.GetValueOrDefault(Key(priceList, modelId))?.Price;

    /// <summary>
    /// Puts another book above this one. A list in the other book replaces the same list here as a whole, since a mix of two lists would
    /// match neither.
    /// </summary>
    /// <param name="other">The other book.</param>
    public PriceTable With(PriceTable other)
    {
        var lists = other._entries.Values.Select(static e => e.List).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return new PriceTable([.. _entries.Values.Where(e => !lists.Contains(e.List)), .. other._entries.Values], []);
    }

    /// <summary>
    /// Prices names that a provider answers with another model as that model, from the day it does: it bills what answers, not what was
    /// asked for.
    /// </summary>
    /// <param name="lives">The redirects.</param>
    public PriceTable Redirected(ModelLives lives)
    {
        var entries = _entries.Values.ToDictionary(static e => Key(e.List, e.Id), StringComparer.OrdinalIgnoreCase);
        foreach (var life in lives.All.Where(static l => l.Change == LifeChange.Redirected))
        {
            var own = Find(life.List, life.Id);
            if (RedirectedPrice.Of(this, lives, life, own) is { } price)
            {
                entries[Key(life.List, life.Id)] = new PriceEntry(life.List, life.Id, price);
            }
        }

        return new PriceTable(entries.Values, Mistakes);
    }

    private static string Key(string list, string id) => list + "\t" + id;
}
