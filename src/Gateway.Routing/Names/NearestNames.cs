namespace Gateway.Routing.Names;

/// <summary>Finds the known names nearest to a mistyped one: by edits without regard to case, or by a part of the name.</summary>
public static class NearestNames
{
    private const int MaxNames = 3;
    private const int MinPart = 3;

    // Nobody mistypes longer names, and comparing thousands of them takes seconds.
    private const int MaxLength = 64;

    /// <summary>Finds the nearest names.</summary>
    /// <param name="name">The name as written.</param>
    /// <param name="known">The known names.</param>
    /// <returns>At most three, nearest first; empty when none is near.</returns>
    public static IReadOnlyList<string> Find(string name, IEnumerable<string> known) =>
        [.. known
            .Where(k => IsPart(name, k) || (name.Length <= MaxLength && !IsFar(name, k)))
            .Select(k => (Name: k, Distance: name.Length <= MaxLength && k.Length <= 2 * MaxLength ? Distance(name, k) : int.MaxValue))
            .Where(x => x.Distance <= Allowed(name, x.Name) || IsPart(name, x.Name))
            .OrderBy(x => x.Distance)
            .Take(MaxNames)
            .Select(x => x.Name)];

    private static bool IsPart(string name, string known) =>
        (name.Length >= MinPart && known.Contains(name, StringComparison.OrdinalIgnoreCase))
        || (known.Length >= MinPart && name.StartsWith(known, StringComparison.OrdinalIgnoreCase));

    private static int Allowed(string a, string b) => Math.Max(1, Math.Min(a.Length, b.Length) / 3);

    // The lengths alone may show that more edits are needed, which saves the work for thousands of names.
    private static bool IsFar(string a, string b) => Math.Abs(a.Length - b.Length) > Allowed(a, b);

    // The Levenshtein distance without regard to case, in one row.
    private static int Distance(string a, string b)
    {
        var row = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
        {
            row[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = char.ToUpperInvariant(a[i - 1]) == char.ToUpperInvariant(b[j - 1]) ? 0 : 1;
                var next = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + cost);
                (diagonal, row[j]) = (row[j], next);
            }
        }

        return row[b.Length];
    }
}
