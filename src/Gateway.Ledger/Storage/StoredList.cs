namespace Gateway.Ledger.Storage;

/// <summary>Converts stored names: one a line, which is safe since names contain no control characters.</summary>
internal static class StoredList
{
    public static IReadOnlyList<string> Read(string lines) => lines.Length == 0 ? [] : lines.Split('\n');

    public static string Write(IEnumerable<string> names) => string.Join('\n', names);
}
