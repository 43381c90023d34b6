using System.Globalization;

namespace Gateway.Http.Connections;

/// <summary>
/// Computes how many connections fit into the process's limit of open files. When the runtime needs a descriptor and there is none, it does
/// not refuse the operation: it ends the process.
/// </summary>
internal static class OpenFiles
{
    /// <summary>For the database, the journal, Redis, the listeners, the runtime itself, and connections that are closing.</summary>
    private const int OfItsOwn = 256;

    private const string Limits = "/proc/self/limits";

    /// <summary>How many files and sockets this process may open right now; null when there is no limit or none is reported.</summary>
    public static long? Limit() => File.Exists(Limits) ? In(File.ReadLines(Limits)) : null;

    /// <param name="lines">The process limits as Linux reports them.</param>
    public static long? In(IEnumerable<string> lines)
    {
        const string Name = "Max open files";
        var line = lines.FirstOrDefault(static l => l.StartsWith(Name, StringComparison.Ordinal));
        var soft = line?[Name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        return long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) ? limit : null;
    }

    /// <summary>The most client connections: each may need another one to a backend.</summary>
    /// <param name="wanted">The number the configuration allows.</param>
    /// <param name="files">The number of files the process may open.</param>
    public static int ConnectionsFor(int wanted, long? files) =>
        files is { } most ? (int)Math.Min(wanted, Math.Max((most - OfItsOwn) / 2, Math.Max(most / 8, 1))) : wanted;
}
