using Microsoft.Data.Sqlite;

namespace Gateway.Storage;

/// <summary>How the gateway treats a file of SQLite.</summary>
internal static class SqliteFile
{
    // Others that write at the same moment, such as the command line, are waited for.
    private const int BusySeconds = 10;

    public static string ConnectionTo(string file) => new SqliteConnectionStringBuilder
    {
        DataSource = file,
        DefaultTimeout = BusySeconds,
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
}
