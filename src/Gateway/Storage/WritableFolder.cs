namespace Gateway.Storage;

/// <summary>Whether files can be made in a folder, found out by making one.</summary>
internal static class WritableFolder
{
    /// <exception cref="UnauthorizedAccessException">This user may not write there.</exception>
    /// <exception cref="IOException">There is no such folder, or it takes nothing.</exception>
    public static void Check(string folder)
    {
        var path = Path.Combine(folder, $".gateway-{Environment.ProcessId}-check");
        using (new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose))
        {
        }
    }
}
