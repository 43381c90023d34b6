using Gateway.Configuration;

namespace Gateway.Ledger.Storage;

/// <summary>Checks whether files can be created in a folder, by creating one.</summary>
internal static class WritableFolder
{
    /// <exception cref="UnauthorizedAccessException">This user may not write there.</exception>
    /// <exception cref="IOException">The folder does not exist or cannot be written.</exception>
    public static void Check(string folder)
    {
        var path = Path.Combine(folder, $".gateway-{Environment.ProcessId}-check");
        DataFolder.MakeFor(path);
        using (new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose))
        {
        }
    }
}
