using System.Buffers;

namespace Gateway.Quotas;

/// <summary>
/// Builds and reads counter names: whose usage is counted and, where only one requested name counts, which one. Names are escaped so that
/// none can pass for another counter.
/// </summary>
internal static class SubjectId
{
    private static readonly SearchValues<char> Marks = SearchValues.Create("%/@~");

    /// <param name="per">Whose use is counted together, such as <c>owner</c>.</param>
    /// <param name="whose">The name of the key, owner or team.</param>
    /// <param name="team">For an owner, the team; null for none.</param>
    public static string Of(string per, string whose, string? team) =>
        team is null ? $"{per}:{Escaped(whose)}" : $"{per}:{Escaped(team)}/{Escaped(whose)}";

    public static string ForName(string id, string name) => $"{id}@{Escaped(name)}";

    /// <summary>Reads from a counter's name whose usage it counts.</summary>
    /// <param name="id">The counter's name.</param>
    /// <param name="per">Whose use is counted together.</param>
    /// <returns>The name and, for an owner, the team; null for a counter of another kind.</returns>
    public static (string Whose, string? Team)? Read(string id, string per)
    {
        if (!id.StartsWith(per, StringComparison.Ordinal) || id.Length <= per.Length || id[per.Length] != ':')
        {
            return null;
        }

        var rest = id[(per.Length + 1)..];
        rest = rest.IndexOfAny('@', '~') is >= 0 and var end ? rest[..end] : rest;
        return rest.IndexOf('/') is >= 0 and var slash
            ? (Uri.UnescapeDataString(rest[(slash + 1)..]), Uri.UnescapeDataString(rest[..slash]))
            : (Uri.UnescapeDataString(rest), null);
    }

    private static string Escaped(string name)
    {
        var lower = name.ToLowerInvariant();
        return lower.AsSpan().ContainsAny(Marks)
            ? lower.Replace("%", "%25", StringComparison.Ordinal).Replace("/", "%2F", StringComparison.Ordinal)
                .Replace("@", "%40", StringComparison.Ordinal).Replace("~", "%7E", StringComparison.Ordinal)
            : lower;
    }
}
