using Gateway.Configuration;
using Microsoft.AspNetCore.Connections;

namespace Gateway.Cli;

/// <summary>Runs the gateway until it is told to stop.</summary>
internal static class ServeCommand
{
    public static async Task<int> RunAsync(
        ConfigLocation location, Func<ConfigSource, string[], WebApplication> build, string[] args)
    {
        if (args.FirstOrDefault(a => !a.StartsWith('-')) is { } unknown)
        {
            await Console.Error.WriteLineAsync($"There is no command '{unknown}'. 'gateway --help' lists them.");
            return 2;
        }

        return ConfigCommand.TryLoad(location) is { } source ? await RunAsync(build(source, args)) : 1;
    }

    public static async Task<int> RunAsync(WebApplication app, Func<Task>? whenStarted = null)
    {
        await using (app)
        {
            try
            {
                await app.StartAsync();
            }
            catch (IOException e) when (e.InnerException is AddressInUseException)
            {
                await Console.Error.WriteLineAsync($"{e.Message} Is another gateway running? Choose another port under listen.data.");
                return 1;
            }

            await (whenStarted?.Invoke() ?? Task.CompletedTask);
            await app.WaitForShutdownAsync();
            return 0;
        }
    }
}
