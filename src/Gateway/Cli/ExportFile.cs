namespace Gateway.Cli;

/// <summary>The target of an export: a file that gets its name when it is complete, or standard output.</summary>
/// <param name="path">The file; null for standard output.</param>
internal sealed class ExportFile(string? path) : IDisposable
{
    private bool _isClosed;

    public Stream Stream { get; } = path is null
        ? OutputStream.Standard()
        : new OutputStream(new FileStream(PartOf(path), FileMode.Create, FileAccess.Write, FileShare.None), $"The file {path}");

    /// <summary>Gives the file its name, because everything was written.</summary>
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
            // The last bytes of a file that is now discarded; the failure was already reported.
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
