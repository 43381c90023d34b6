using Gateway.Configuration;
using Microsoft.Data.Sqlite;

namespace Gateway.Ledger.Storage;

/// <summary>Creates, checks and moves SQLite files.</summary>
internal static class SqliteFile
{
    // SQLite's own codes: for a file that may not be read, written or opened; for a corrupt file, and for one that is not a database.
    private const int NotAllowed = 3;
    private const int ReadOnly = 8;
    private const int CannotOpen = 14;
    private const int Corrupt = 11;
    private const int NoDatabase = 26;

    // Files beside it: the changes not yet in it, and their index.
    private static readonly string[] Companions = ["-wal", "-shm"];

    /// <param name="file">The file.</param>
    /// <param name="busySeconds">How long to wait for other writers.</param>
    public static string ConnectionTo(string file, int busySeconds) => new SqliteConnectionStringBuilder
    {
        DataSource = file,
        DefaultTimeout = busySeconds,
        ForeignKeys = true,
    }.ToString();

    /// <summary>Creates the file if it does not exist, readable only by its owner, since it holds everybody's rights.</summary>
    public static void Make(string file)
    {
        DataFolder.MakeFor(file);
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var stream = new FileStream(file, options);
    }

    /// <summary>True when SQLite cannot make sense of the file.</summary>
    public static bool IsBroken(Exception fault) =>
        fault is SqliteException { SqliteErrorCode: Corrupt or NoDatabase } || (fault.InnerException is { } inner && IsBroken(inner));

    /// <summary>True when SQLite reports something about the file that waiting does not fix.</summary>
    public static bool IsUnusable(Exception fault) =>
        fault is SqliteException { SqliteErrorCode: NotAllowed or ReadOnly or CannotOpen or Corrupt or NoDatabase }
        || (fault.InnerException is { } inner && IsUnusable(inner));

    /// <summary>Moves a file out of the way, with the files that belong to it.</summary>
    /// <returns>Its new path.</returns>
    public static string MoveAside(string file, DateTimeOffset now)
    {
        var aside = $"{file}.corrupt-{now.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}";
        File.Move(file, aside, overwrite: true);
        MoveCompanions(file, aside);
        return aside;
    }

    /// <summary>Removes the files that belonged to a deleted file, so that a new one does not take them for its own.</summary>
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
