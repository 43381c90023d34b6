namespace Gateway.Configuration;

/// <summary>
/// The folder of databases and journal. It is apart from the configuration beside it, so that the configuration can be mounted read-only
/// and a program that watches it is not woken by every record. Earlier versions kept these files beside the configuration; files left there
/// are used there.
/// </summary>
internal static class DataFolder
{
    public const string Database = $"{Name}/gateway.db";
    public const string Ledger = $"{Name}/ledger.db";
    public const string Journal = $"{Name}/journal";

    private const string Name = "data";

    /// <param name="path">A path of the configuration. A relative one starts at the configuration's folder.</param>
    /// <param name="location">The location of the configuration.</param>
    public static string PathOf(string path, ConfigLocation location) => FormerOf(path, location) ?? FullPathOf(path, location);

    /// <summary>
    /// The place where an earlier version kept a file or folder and where it still is; null when it is not there, or when the data folder
    /// has one.
    /// </summary>
    public static string? FormerOf(string path, ConfigLocation location)
    {
        if (path is not (Database or Ledger or Journal) || Path.Exists(FullPathOf(path, location)))
        {
            return null;
        }

        var former = FullPathOf(Path.GetFileName(path), location);
        return Path.Exists(former) ? former : null;
    }

    /// <summary>The folder, whether or not it exists.</summary>
    public static string Of(ConfigLocation location) => FullPathOf(Name, location);

    /// <summary>Creates the folder of a file if it is this one. Any other must exist, since its name may be mistyped.</summary>
    public static void MakeFor(string file)
    {
        if (Path.GetDirectoryName(file) is not { } folder || Path.GetFileName(folder) != Name || Directory.Exists(folder)
            || !Directory.Exists(Path.GetDirectoryName(folder)))
        {
            return;
        }

        // What is in it reveals who asks for what, so only its owner may look.
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static string FullPathOf(string path, ConfigLocation location) =>
        Path.GetFullPath(path, Path.GetDirectoryName(Path.GetFullPath(location.Path ?? "gateway.yaml"))!);
}
