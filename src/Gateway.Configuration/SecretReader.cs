namespace Gateway.Configuration;

/// <summary>Reads secrets from the places the configuration names.</summary>
internal static class SecretReader
{
    public static Secret Read(SecretConfig config)
    {
        if (config.Env is { } name)
        {
            var value = Environment.GetEnvironmentVariable(name)?.Trim();
            return string.IsNullOrEmpty(value)
                ? new Secret(null, $"the environment variable {name} is not set")
                : new Secret(value, null);
        }

        try
        {
            var value = File.ReadAllText(config.File!).Trim();
            return value.Length == 0 ? new Secret(null, $"the file {config.File} is empty") : new Secret(value, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return new Secret(null, $"the file {config.File} cannot be read");
        }
    }
}
