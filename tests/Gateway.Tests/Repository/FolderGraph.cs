using System.Text.RegularExpressions;

namespace Gateway.Tests.Repository;

/// <summary>
/// Reads which folder needs which other: by a <c>using</c>, by a qualified name, or, of a folder around it, by the bare name of a type. A
/// file is named after its type, so no compiler is asked. A project is a folder too.
/// </summary>
internal sealed partial class FolderGraph
{
    /// <summary>The files that stand in a folder itself, beside its folders.</summary>
    public const string Own = ".";

    private readonly Dictionary<string, HashSet<string>> _types = [];

    // By the folder around both: who needs whom, and a file that shows it.
    private readonly SortedDictionary<string, Dictionary<(string From, string To), string>> _edges = new(StringComparer.Ordinal);

    private readonly HashSet<(string From, string To)> _all = [];

    public FolderGraph(string around)
    {
        var root = Path.Combine(Repo.Root, around);
        var files = Repo.Sources(around)
            .Select(f => (Name: Path.GetRelativePath(root, f), Text: Comments().Replace(File.ReadAllText(f), "")))
            .ToList();
        foreach (var (name, _) in files)
        {
            TypesOf(FolderOf(name)).Add(Path.GetFileName(name).Split('.')[0]);
        }

        foreach (var (name, text) in files)
        {
            foreach (var needed in Needed(FolderOf(name), text))
            {
                Add(FolderOf(name), needed, name);
            }
        }
    }

    /// <summary>Which folder needs which other, by their whole paths.</summary>
    public IEnumerable<(string From, string To)> Edges => _all;

    /// <summary>All folders that have files of their own, such as <c>Gateway.Wire/Heads</c>.</summary>
    public IEnumerable<string> Folders => _types.Keys;

    /// <summary>
    /// Pairs of neighbours that need each other, be it by way of others: <c>Ledger: Queries, Store</c>. The files beside folders are a
    /// neighbour of these.
    /// </summary>
    public IEnumerable<string> Cycles()
    {
        foreach (var (around, edges) in _edges)
        {
            var nodes = edges.Keys.SelectMany(static e => (string[])[e.From, e.To]).Distinct().Order(StringComparer.Ordinal).ToList();
            foreach (var (one, other) in nodes.SelectMany((one, i) => nodes.Skip(i + 1).Select(other => (one, other))))
            {
                if (Reaches(edges, one, other) && Reaches(edges, other, one))
                {
                    yield return $"{(around.Length == 0 ? "src" : around)}: {one}, {other}";
                }
            }
        }
    }

    /// <summary>Who needs whom right inside a folder, each with a file that shows it.</summary>
    public IEnumerable<(string From, string To, string File)> Needs(string around) =>
        _edges.TryGetValue(around, out var edges) ? edges.Select(static e => (e.Key.From, e.Key.To, e.Value)) : [];

    private IEnumerable<string> Needed(string folder, string text)
    {
        foreach (Match match in Usings().Matches(text))
        {
            if (Resolve(folder, match.Groups[1].Value.Split('.')) is { } needed)
            {
                yield return needed;
            }
        }

        foreach (Match match in Names().Matches(text))
        {
            // The longest namespace with a type behind it; a member of that may follow.
            var parts = match.Value.Split('.');
            for (var length = parts.Length - 1; length > 0; length--)
            {
                if (Resolve(folder, parts[..length]) is { } needed && TypesOf(needed).Contains(parts[length]))
                {
                    yield return needed;
                    break;
                }
            }
        }

        var words = Words().Matches(text).Select(static m => m.Value).ToHashSet();
        for (var above = Above(folder); above is not null; above = Above(above))
        {
            if (TypesOf(above).Overlaps(words))
            {
                yield return above;
            }
        }
    }

    // From the root of the namespaces, or from one around the file.
    private string? Resolve(string folder, string[] parts)
    {
        var name = string.Join('.', parts);
        if (parts[0] == "Gateway")
        {
            return FolderOfNamespace(name);
        }

        for (var around = NamespaceOf(folder); around.Contains('.', StringComparison.Ordinal); around = around[..around.LastIndexOf('.')])
        {
            if (FolderOfNamespace($"{around}.{name}") is { } found)
            {
                return found;
            }
        }

        return FolderOfNamespace($"Gateway.{name}");
    }

    // Gateway.Wire/Heads holds Gateway.Wire.Heads, and Gateway/Http holds Gateway.Http.
    private static string NamespaceOf(string folder) => folder.Replace('/', '.');

    private string? FolderOfNamespace(string name) => _types.Keys.FirstOrDefault(f => NamespaceOf(f) == name);

    private void Add(string from, string to, string file)
    {
        _all.Add((from, to));
        var (a, b) = (from.Split('/', StringSplitOptions.RemoveEmptyEntries), to.Split('/', StringSplitOptions.RemoveEmptyEntries));
        var common = a.Zip(b).TakeWhile(static p => p.First == p.Second).Count();
        var edge = (From: common < a.Length ? a[common] : Own, To: common < b.Length ? b[common] : Own);
        if (edge.From != edge.To)
        {
            var around = string.Join('/', a[..common]);
            _edges.TryAdd(around, []);
            _edges[around].TryAdd(edge, file);
        }
    }

    private static bool Reaches(Dictionary<(string From, string To), string> edges, string from, string to)
    {
        var seen = new HashSet<string> { from };
        var left = new Stack<string>(seen);
        while (left.TryPop(out var node))
        {
            foreach (var next in edges.Keys.Where(e => e.From == node).Select(static e => e.To))
            {
                if (next == to)
                {
                    return true;
                }

                if (seen.Add(next))
                {
                    left.Push(next);
                }
            }
        }

        return false;
    }

    private HashSet<string> TypesOf(string folder) => _types.TryGetValue(folder, out var types) ? types : _types[folder] = [];

    private static string FolderOf(string file) => Path.GetDirectoryName(file)!.Replace(Path.DirectorySeparatorChar, '/');

    private static string? Above(string folder) =>
        folder.Length == 0 ? null : folder.Contains('/', StringComparison.Ordinal) ? folder[..folder.LastIndexOf('/')] : "";

    [GeneratedRegex("""//.*|"(?:[^"\\\n]|\\.)*"|^namespace .*""", RegexOptions.Multiline)]
    private static partial Regex Comments();

    [GeneratedRegex(@"^using (?:static )?(?:\w+ = )?([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Usings();

    [GeneratedRegex(@"(?<![\w.])[A-Z]\w*(?:\.[A-Z]\w*)+")]
    private static partial Regex Names();

    [GeneratedRegex(@"(?<![\w.])[A-Z]\w*")]
    private static partial Regex Words();
}
