namespace Gateway.Cli;

/// <summary>
/// The name under which this program is called, so that a command it prints runs as pasted: few who try it have it on their path.
/// </summary>
internal static class OwnName
{
    /// <returns>The program's name, or the file it was started as, quoted for a shell.</returns>
    public static string Get() => Get(
        Environment.ProcessPath, Path.Combine(AppContext.BaseDirectory, "gateway.dll"), Environment.GetEnvironmentVariable("PATH"));

    /// <param name="process">The file of the process.</param>
    /// <param name="library">The file that .NET's own host would be given.</param>
    /// <param name="path">The shell's search path.</param>
    public static string Get(string? process, string library, string? path)
    {
        if (process is null || Path.GetFileNameWithoutExtension(process) == "dotnet")
        {
            return $"dotnet {Quote(library)}";
        }

        var (name, folder) = (Path.GetFileNameWithoutExtension(process), Path.GetDirectoryName(process));
        return path?.Split(Path.PathSeparator).Contains(folder) == true ? name : Quote(process);
    }

    private static string Quote(string path) =>
        path.All(static c => char.IsAsciiLetterOrDigit(c) || c is '/' or '\\' or ':' or '.' or '-' or '_') ? path
        : OperatingSystem.IsWindows() ? $"\"{path}\""
        : $"'{path.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
