using System.Globalization;

namespace Gateway.Ledger.Journal;

/// <summary>Locks the journal's folder and lists its segments.</summary>
internal sealed class JournalFolder : IDisposable
{
    private const string Ending = ".journal";

    // The errors for a file that another process has locked, on Linux, macOS and Windows.
    private static readonly int[] LockedResults = [11, 35, unchecked((int)0x80070020)];

    private readonly string _path;
    private readonly FileStream _lock;

    private JournalFolder(string path, FileStream held)
    {
        _path = path;
        _lock = held;
        Checkpoint = new Checkpoint(Path.Combine(path, "checkpoint"));
    }

    public Checkpoint Checkpoint { get; }

    /// <exception cref="JournalInUseException">Another process is using it.</exception>
    /// <exception cref="IOException">It cannot be used at the moment.</exception>
    public static JournalFolder Open(string path)
    {
        // Its content reveals who asks for what, so only its owner may read it.
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        try
        {
            var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            return new JournalFolder(path, new FileStream(Path.Combine(path, "lock"), options));
        }
        catch (IOException e) when (LockedResults.Contains(e.HResult))
        {
            throw new JournalInUseException(path, e);
        }
    }

    public string PathOf(long segment) => Path.Combine(_path, segment.ToString("D12", CultureInfo.InvariantCulture) + Ending);

    /// <summary>The numbers of the segments, from the oldest.</summary>
    public List<long> Segments()
    {
        var numbers = new List<long>();
        foreach (var file in Directory.EnumerateFiles(_path, "*" + Ending))
        {
            if (long.TryParse(
                Path.GetFileNameWithoutExtension(file.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                numbers.Add(number);
            }
        }

        numbers.Sort();
        return numbers;
    }

    public void Delete(long segment) => File.Delete(PathOf(segment));

    /// <summary>Keeps a segment that could not be read completely, under a name that is not read again.</summary>
    public void SetAside(long segment) => File.Move(PathOf(segment), PathOf(segment) + ".damaged", overwrite: true);

    public void Dispose()
    {
        Checkpoint.Dispose();
        _lock.Dispose();
    }
}
