namespace Gateway.Cli;

/// <summary>Where an export goes: a file that takes its name when it is whole, or standard output.</summary>
/// <param name="path">The file; null: standard output.</param>
internal sealed class ExportFile(string? path) : IDisposable
{
    private bool _isClosed;

    public Stream Stream { get; } = path is null
        ? OutputStream.Standard()
        : new OutputStream(new FileStream(PartOf(path), FileMode.Create, FileAccess.Write, FileShare.None), $"The file {path}");

    /// <summary>All is written.</summary>
    public void Keep()
    {
        Stream.Flush();
        Close();
        if (path is not null)
        {
            File.Move(PartOf(path), path, overwrite: true);
        }
    }

    public void Dispose()
    {
        try
        {
            Close();
        }
        catch (IOException)
        {
            // The last bytes of what is thrown away now; that it could not be written was told.
        }

        if (path is not null)
        {
            File.Delete(PartOf(path));
        }
    }

    private void Close()
    {
        if (!_isClosed)
        {
            _isClosed = true;
            Stream.Dispose();
        }
    }

    private static string PartOf(string path) => path + ".part";
}
