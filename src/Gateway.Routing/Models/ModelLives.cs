using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Gateway.Routing.Models;

/// <summary>The announced ends and redirects of models, provider by provider.</summary>
public sealed class ModelLives
{
    private readonly FrozenDictionary<string, ModelLife> _lives;
    private readonly FrozenDictionary<string, ImmutableArray<ModelLife>> _former;

    private ModelLives(Dictionary<string, ModelLife> lives, ImmutableArray<KnownModelMistake> mistakes)
    {
        Mistakes = mistakes;
        // Each is told with what its successor has become.
        _lives = lives.ToFrozenDictionary(
            static l => l.Key, l => l.Value with { Successor = LastOf(lives, l.Value) }, StringComparer.OrdinalIgnoreCase);
        _former = _lives.Values.Where(static l => l is { Change: LifeChange.Redirected, Successor: not null })
            .GroupBy(static l => Key(l.List, l.Successor!), StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(static g => g.Key, static g => g.ToImmutableArray(), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>A table without rows.</summary>
    public static ModelLives Empty { get; } = new([], []);

    /// <summary>The rows that were left out, in line order.</summary>
    public ImmutableArray<KnownModelMistake> Mistakes { get; }

    /// <summary>Every row.</summary>
    public IEnumerable<ModelLife> All => _lives.Values
        .OrderBy(static l => l.List, StringComparer.OrdinalIgnoreCase).ThenBy(static l => l.Id, StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Reads a table of tab-separated columns: list, id, what (<c>ended</c> or <c>redirected</c>), on (a day), zone, to (may be empty),
    /// note (optional). Empty lines, lines starting with <c>#</c> and the line that starts with <c>list</c> and a tab are skipped.
    /// </summary>
    /// <param name="tsv">The whole text.</param>
    public static ModelLives Parse(string tsv)
    {
        ArgumentNullException.ThrowIfNull(tsv);
        var lives = new Dictionary<string, ModelLife>(StringComparer.OrdinalIgnoreCase);
        var mistakes = ImmutableArray.CreateBuilder<KnownModelMistake>();
        foreach (var (line, cells) in TableText.Rows(tsv, "list"))
        {
            var (life, mistake) = LifeRow.Parse(cells);
            if (life is not null && !lives.TryAdd(Key(life.List, life.Id), life))
            {
                mistake = $"'{life.Id}' has a row in this list already.";
            }

            if (mistake is not null)
            {
                mistakes.Add(new KnownModelMistake(line, mistake));
            }
        }

        return new ModelLives(lives, mistakes.ToImmutable());
    }

    /// <summary>Finds what was announced for a name.</summary>
    /// <param name="list">The provider's list, without regard to case.</param>
    /// <param name="id">The name, without regard to case.</param>
    public ModelLife? Find(string list, string id) => _lives.GetValueOrDefault(Key(list, id));

    /// <summary>Finds the redirected names for which a model answers in the end.</summary>
    /// <param name="list">The provider's list, without regard to case.</param>
    /// <param name="id">The model, without regard to case.</param>
    public ImmutableArray<ModelLife> FormerNamesOf(string list, string id) => _former.GetValueOrDefault(Key(list, id), []);

    private static string Key(string list, string id) => list + "\t" + id;

    // The end of the chain. A model that ended without a successor is nobody's successor.
    private static string? LastOf(Dictionary<string, ModelLife> lives, ModelLife life)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { life.Id };
        var to = life.To;
        while (to is not null && lives.TryGetValue(Key(life.List, to), out var next))
        {
            to = seen.Add(to) ? next.To : null;
        }

        return to;
    }
}
