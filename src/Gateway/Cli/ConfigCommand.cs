using System.CommandLine;
using Gateway.Configuration;

namespace Gateway.Cli;

/// <summary><c>gateway config check</c> and <c>gateway config schema</c>.</summary>
internal static class ConfigCommand
{
    public static Command Create()
    {
        var option = new Option<string?>("--config") { Description = "The file. Default: the one the gateway would run with." };
        var check = new Command("check", "Reads the configuration and names every mistake in it.") { option };
        check.SetAction(parsed =>
        {
            if (Unmatched.Refuse(parsed) is { } exit)
            {
                return exit;
            }

            var location = ConfigLocation.Find(parsed.GetValue(option));
            if (TryLoad(location)?.Config is not { } config)
            {
                return 1;
            }

            Console.WriteLine($"{location.Name} is good. Backends: {config.Backends.Count}, routes: {config.Routes.Count}, keys: {config.Keys.Count}.");
            return 0;
        });
        var schema = new Command("schema", "Prints the JSON Schema of the configuration, for editors.");
        schema.SetAction(parsed =>
        {
            if (Unmatched.Refuse(parsed) is { } exit)
            {
                return exit;
            }

            Console.Write(ConfigSchema.Write());
            return 0;
        });
        return new Command("config", "Works with the configuration file.") { check, schema };
    }

    /// <returns>The configuration; null after its mistakes were printed.</returns>
    public static ConfigSource? TryLoad(ConfigLocation location)
    {
        try
        {
            var text = location.Read();
            var result = ConfigLoader.Load(text);
            foreach (var mistake in result.Mistakes)
            {
                Console.Error.WriteLine(mistake.Describe(location.Name));
            }

            return result.Config is { } config ? new ConfigSource(config, location, text) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"The configuration cannot be read: {e.Message}");
            return null;
        }
    }
}
