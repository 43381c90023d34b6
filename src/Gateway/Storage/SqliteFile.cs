using Microsoft.Data.Sqlite;

namespace Gateway.Storage;

/// <summary>How the gateway treats a file of SQLite.</summary>
internal static class SqliteFile
{
    // SQLite's own codes: for what may not be read, or not be written, or not be opened; for a file with mistakes in it, and for one that
    // is something else.
    private const int NotAllowed = 3;
    private const int ReadOnly = 8;
    private const int CannotOpen = 14;
    private const int Corrupt = 11;
    private const int NoDatabase = 26;

    // Beside the file: what is not yet in it, and the index of that.
    private static readonly string[] Companions = ["-wal", "-shm"];

    /// <param name="file">The file.</param>
    /// <param name="busySeconds">How long to wait for others that write.</param>
    public static string ConnectionTo(string file, int busySeconds) => new SqliteConnectionStringBuilder
    {
        DataSource = file,
        DefaultTimeout = busySeconds,
        ForeignKeys = true,
    }.ToString();

    /// <summary>Makes the file if it is not there, for its owner's eyes alone: it holds who may do what.</summary>
    public static void Make(string file)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var stream = new FileStream(file, options);
    }

    /// <summary>Whether SQLite cannot make sense of the file.</summary>
    public static bool IsBroken(Exception fault) =>
        fault is SqliteException { SqliteErrorCode: Corrupt or NoDatabase } || (fault.InnerException is { } inner && IsBroken(inner));

    /// <summary>Whether SQLite says of the file what waiting does not mend.</summary>
    public static bool IsUnusable(Exception fault) =>
        fault is SqliteException { SqliteErrorCode: NotAllowed or ReadOnly or CannotOpen or Corrupt or NoDatabase }
        || (fault.InnerException is { } inner && IsUnusable(inner));

    /// <summary>Takes a file out of the way, with what belongs to it.</summary>
    /// <returns>Where it is now.</returns>
    public static string MoveAside(string file, DateTimeOffset now)
    {
        var aside = $"{file}.corrupt-{now.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}";
        File.Move(file, aside, overwrite: true);
        MoveCompanions(file, aside);
        return aside;
    }

    /// <summary>Removes what a file that is gone has left: a new one must not take it for its own.</summary>
    public static void ClearCompanions(string file)
    {
        foreach (var companion in Companions)
        {
            File.Delete(file + companion);
        }
    }

    private static void MoveCompanions(string file, string aside)
    {
        foreach (var companion in Companions)
        {
            if (File.Exists(file + companion))
            {
                File.Move(file + companion, aside + companion, overwrite: true);
            }
        }
    }
}
