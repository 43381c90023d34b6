using System.CommandLine;
using Gateway.Authentication;
using Gateway.Backends;
using Gateway.Configuration;
using Gateway.Configuration.Binding;
using Gateway.Configuration.Loading;
using Gateway.Providers;
using Gateway.Runtime;

namespace Gateway.Cli;

/// <summary>Implements <c>gateway config check</c> and <c>gateway config schema</c>.</summary>
internal static class ConfigCommand
{
    public static Command Create()
    {
        var option = new Option<string?>("--config") { Description = "The file. Default: the one the gateway would run with." };
        var online = new Option<bool>("--online")
        {
            Description = "Also asks the backends what they hold, and names what the configuration names and none of them does.",
        };
        var check = new Command("check", "Reads the configuration and names every mistake in it.") { option, online };
        check.SetAction((parsed, stop) => CliAction.RunAsync(parsed, async () =>
        {
            var location = ConfigLocation.Find(parsed.GetValue(option));
            if (TryLoad(location)?.Config is not { } config)
            {
                return 1;
            }

            if (!HasItsSecrets(config, location))
            {
                return 1;
            }

            Console.WriteLine(
                $"{location.Name} is good. Backends: {config.Backends.Count}, routes: {config.Routes.Count}, keys: {config.Keys.Count}.");
            using var clients = new BackendClients();
            foreach (var backend in UnpricedBackends.Of(config, new BackendFactory(clients, TimeProvider.System)))
            {
                await Console.Error.WriteLineAsync($"{location.Name}: {UnpricedBackends.Words(backend)}");
            }

            return parsed.GetValue(online) ? await OnlineCheck.RunAsync(config, location.Name, stop) : 0;
        }));
        var schema = new Command("schema", "Prints the JSON Schema of the configuration, for editors.");
        schema.SetAction((parsed, _) => CliAction.RunAsync(parsed, static () =>
        {
            Console.Write(ConfigSchema.Write());
            return Task.FromResult(0);
        }));
        return new Command("config", "Works with the configuration file.") { check, schema };
    }

    // A gateway starts without a backend's credential and leaves the backend out. Without its other secrets it does not start.
    private static bool HasItsSecrets(GatewayConfig config, ConfigLocation location)
    {
        var missing = MissingSecrets.Of(config);
        var needed = ServerSecrets.From(config, location).Missing;
        foreach (var line in missing.Select(static m => m + ".").Append(needed).OfType<string>().Distinct())
        {
            Console.Error.WriteLine($"{location.Name}: {line}");
        }

        return needed is null;
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
