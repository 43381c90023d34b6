using System.Collections.Immutable;

namespace Gateway.Routing.Models;

/// <summary>
/// The curated table of facts that names cannot tell. A row's <c>match</c> is one or more words separated by blanks. The first stands at
/// the start of the model's name (organisation and prefixes removed, the Ollama tag joined with <c>-</c>); the others stand anywhere after
/// it. Words match as whole words and without regard to case. A <c>-</c> may be missing in the name, so <c>gemma-3</c> finds <c>gemma3</c>.
/// A star before the first word lets it stand anywhere, a star after a word makes it a prefix, and a <c>$</c> after a word ends the name
/// there. A DeepSeek-R1 whose name does not say which it is gets the word <c>full</c> or <c>distill</c> appended, as the name is
/// understood. When several rows match, each column comes from the row with the longest <c>match</c> that fills it.
/// </summary>
public sealed class KnownModels
{
    private readonly ImmutableArray<(KnownModelPattern Pattern, KnownModel Row)> _rows;

    private KnownModels(IEnumerable<KnownModel> rows, ImmutableArray<KnownModelMistake> mistakes)
    {
        Mistakes = mistakes;

        // OrderByDescending is stable: the earlier of two equally long patterns wins.
        _rows = [.. rows.Select(r => (Pattern: new KnownModelPattern(r.Match), Row: r)).OrderByDescending(r => r.Pattern.Weight)];
    }

    /// <summary>A table without rows.</summary>
    public static KnownModels Empty { get; } = new([], []);

    /// <summary>The rows that were left out, in line order; empty when the whole table could be read.</summary>
    public ImmutableArray<KnownModelMistake> Mistakes { get; }

    /// <summary>The number of rows in use.</summary>
    public int Count => _rows.Length;

    /// <summary>
    /// Reads a table of tab-separated columns: match, vendor, family, params_b, active_b, base, tags, context, as_of, note (optional).
    /// Empty lines, lines starting with <c>#</c> and the line that starts with <c>match</c> and a tab are skipped.
    /// </summary>
    /// <param name="tsv">The whole text.</param>
    /// <returns>The table of the good rows; <see cref="Mistakes"/> lists the bad ones.</returns>
    public static KnownModels Parse(string tsv)
    {
        ArgumentNullException.ThrowIfNull(tsv);
        var rows = new List<KnownModel>();
        var mistakes = ImmutableArray.CreateBuilder<KnownModelMistake>();
        foreach (var (line, cells) in TableText.Rows(tsv, "match"))
        {
            var (row, mistake) = KnownModelRow.Parse(cells);
            if (row is not null)
            {
                rows.Add(row);
            }
            else
            {
                mistakes.Add(new KnownModelMistake(line, mistake!));
            }
        }

        return new KnownModels(rows, mistakes.ToImmutable());
    }

    /// <summary>Joins all rows that match a model.</summary>
    /// <param name="name">The model's name.</param>
    /// <returns>The joined facts, or <see langword="null"/> when no row matches.</returns>
    public KnownModel? Find(ModelName name)
    {
        var text = name.Text;
        KnownModel? joined = null;
        foreach (var (pattern, row) in _rows)
        {
            if (pattern.Matches(text))
            {
                joined = joined is null ? row : Join(joined, row);
            }
        }

        return joined;
    }

    // Tags are one column: the more specific row states them all, so it can also leave one out.
    private static KnownModel Join(KnownModel closer, KnownModel row)
    {
        var hasTags = (closer.Tags | closer.NotTags | closer.OpenTags) != Tag.None;
        return new KnownModel(
            closer.Match + "; " + row.Match,
            closer.Vendor ?? row.Vendor,
            closer.Family ?? row.Family,
            closer.Parameters ?? row.Parameters,
            closer.ActiveParameters ?? row.ActiveParameters,
            closer.BaseModel ?? row.BaseModel,
            hasTags ? closer.Tags : row.Tags,
            hasTags ? closer.NotTags : row.NotTags,
            closer.ContextLength ?? row.ContextLength,
            closer.AsOf < row.AsOf ? closer.AsOf : row.AsOf,
            closer.Note.Length > 0 ? closer.Note : row.Note,
            hasTags ? closer.OpenTags : row.OpenTags);
    }
}
