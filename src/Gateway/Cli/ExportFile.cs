namespace Gateway.Cli;

/// <summary>Where an export goes: a file that takes its name when it is whole, or standard output.</summary>
/// <param name="path">The file; null: standard output.</param>
internal sealed class ExportFile(string? path) : IDisposable
{
    public Stream Stream { get; } = path is null ? Console.OpenStandardOutput() : new FileStream(PartOf(path), FileMode.Create, FileAccess.Write, FileShare.None);

    /// <summary>All is written.</summary>
    public void Keep()
    {
        Stream.Dispose();
        if (path is not null)
        {
            File.Move(PartOf(path), path, overwrite: true);
        }
    }

    public void Dispose()
    {
        Stream.Dispose();
        if (path is not null)
        {
            File.Delete(PartOf(path));
        }
    }

    private static string PartOf(string path) => path + ".part";
}
