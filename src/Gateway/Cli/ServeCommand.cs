using System.Runtime.InteropServices;
using Gateway.Configuration;
using Microsoft.AspNetCore.Connections;

namespace Gateway.Cli;

/// <summary>Runs the gateway until it is told to stop.</summary>
internal static class ServeCommand
{
    public static async Task<int> RunAsync(
        ConfigLocation location, Func<ConfigSource, string[], WebApplication> build, string[] args) =>
        ConfigCommand.TryLoad(location) is { } source ? await RunAsync(build(source, args)) : 1;

    public static async Task<int> RunAsync(WebApplication app, Func<Task>? whenStarted = null)
    {
        // The first Ctrl+C lets running answers finish; who does not want to wait presses it again.
        var interrupts = 0;
        using var impatient = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ =>
        {
            if (Interlocked.Increment(ref interrupts) > 1)
            {
                Environment.Exit(130);
            }
        });
        await using (app)
        {
            try
            {
                await app.StartAsync();
            }
            catch (IOException e) when (e.InnerException is AddressInUseException)
            {
                var listen = app.Services.GetRequiredService<ConfigStore>().Current.Listen;
                // The two never have the same port.
                var key = e.Message.Contains($":{new Uri(listen.Admin).Port}:", StringComparison.Ordinal) ? "listen.admin" : "listen.data";
                await Console.Error.WriteLineAsync($"{e.Message} Is another gateway running? Choose another port under {key}.");
                return 1;
            }

            await (whenStarted?.Invoke() ?? Task.CompletedTask);
            await app.WaitForShutdownAsync();
            return 0;
        }
    }
}
