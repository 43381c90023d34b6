using System.Globalization;

namespace Gateway.Http.Connections;

/// <summary>
/// How many connections fit into what the process may open. Where a descriptor is wanted and there is none, the runtime does not refuse
/// something: it ends the process.
/// </summary>
internal static class OpenFiles
{
    /// <summary>For the database, the journal, Redis, the listeners, the runtime itself, and connections that are on their way out.</summary>
    private const int OfItsOwn = 256;

    private const string Limits = "/proc/self/limits";

    /// <summary>How many files and sockets this process may have open, as it stands now; null: there is no limit, or none that is told.</summary>
    public static long? Limit() => File.Exists(Limits) ? In(File.ReadLines(Limits)) : null;

    /// <param name="lines">What Linux tells of the process's limits.</param>
    public static long? In(IEnumerable<string> lines)
    {
        const string Name = "Max open files";
        var line = lines.FirstOrDefault(static l => l.StartsWith(Name, StringComparison.Ordinal));
        var soft = line?[Name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        return long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit : null;
    }

    /// <summary>Most connections of clients: each may need another one to a backend.</summary>
    /// <param name="wanted">As many as the configuration allows.</param>
    /// <param name="files">What the process may open.</param>
    public static int ConnectionsFor(int wanted, long? files) =>
        files is { } most ? (int)Math.Min(wanted, Math.Max((most - OfItsOwn) / 2, Math.Max(most / 8, 1))) : wanted;
}
