namespace Gateway.Configuration;

/// <summary>Where the configuration stands.</summary>
/// <param name="Path">The file; null: the defaults that are built in.</param>
internal sealed record ConfigLocation(string? Path)
{
    private const string DefaultPath = "config/gateway.yaml";

    /// <summary>What messages call it.</summary>
    public string Name => Path is null ? "the built-in configuration" : System.IO.Path.GetFileName(Path);

    /// <summary>The option of the command line, else <c>GATEWAY_CONFIG</c>, else the default file, else what is built in.</summary>
    public static ConfigLocation Find(string? option) =>
        new(NotEmpty(option) ?? NotEmpty(Environment.GetEnvironmentVariable("GATEWAY_CONFIG")) ?? (File.Exists(DefaultPath) ? DefaultPath : null));

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

    // A variable set to nothing is how scripts unset one.
    private static string? NotEmpty(string? path) => string.IsNullOrWhiteSpace(path) ? null : path;
}
