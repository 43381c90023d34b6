namespace Gateway.Configuration;

/// <summary>The location of the configuration.</summary>
/// <param name="Path">The file; null for the built-in defaults.</param>
internal sealed record ConfigLocation(string? Path)
{
    private const string DefaultPath = "config/gateway.yaml";

    /// <summary>Its name in messages.</summary>
    public string Name => Path is null ? "the built-in configuration" : System.IO.Path.GetFileName(Path);

    /// <summary>The folder from which its relative paths start.</summary>
    public string Folder =>
        Path is null ? Environment.CurrentDirectory : System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!;

    /// <summary>The command-line option, else <c>GATEWAY_CONFIG</c>, else the default file, else the built-in configuration.</summary>
    public static ConfigLocation Find(string? option) =>
        new(
            NotEmpty(option)
                ?? NotEmpty(Environment.GetEnvironmentVariable("GATEWAY_CONFIG"))
                ?? (File.Exists(DefaultPath) ? DefaultPath : null));

    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public string Read()
    {
        if (Path is not null)
        {
            return File.ReadAllText(Path);
        }

        using var reader = new StreamReader(typeof(ConfigLocation).Assembly.GetManifestResourceStream("gateway.yaml")!);
        return reader.ReadToEnd();
    }

    // Scripts unset a variable by setting it to nothing.
    private static string? NotEmpty(string? path) => string.IsNullOrWhiteSpace(path) ? null : path;
}
