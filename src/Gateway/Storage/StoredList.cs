namespace Gateway.Storage;

/// <summary>Names as they are stored: a line each, which is safe since names hold no control characters.</summary>
internal static class StoredList
{
    public static IReadOnlyList<string> Read(string lines) => lines.Length == 0 ? [] : lines.Split('\n');

    public static string Write(IEnumerable<string> names) => string.Join('\n', names);
}
