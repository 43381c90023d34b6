using Gateway.Authentication;
using Gateway.Configuration;
using Gateway.Ledger.Journal;
using Gateway.Runtime;
using Microsoft.AspNetCore.Connections;

namespace Gateway.Cli;

/// <summary>Runs the gateway until it is told to stop.</summary>
internal static class ServeCommand
{
    public static async Task<int> RunAsync(
        ConfigLocation location, Func<ConfigSource, ServerSecrets, string[], WebApplication> build, string[] args)
    {
        if (ConfigCommand.TryLoad(location) is not { } source)
        {
            return 1;
        }

        var (secrets, missing) = ServerSecrets.From(source.Config, location);
        if (secrets is null)
        {
            await Console.Error.WriteLineAsync(missing);
            return 1;
        }

        return await RunAsync(() => build(source, secrets, args), RuntimeFloor.Installed);
    }

    /// <param name="build">Makes the application, when nothing speaks against starting it.</param>
    /// <param name="runtime">The version of the server.</param>
    /// <param name="whenStarted">What to do when it serves.</param>
    public static async Task<int> RunAsync(Func<WebApplication> build, string? runtime, Func<WebApplication, Task>? whenStarted = null)
    {
        if (RuntimeFloor.Refuse(runtime) is { } refusal)
        {
            await Console.Error.WriteLineAsync(refusal);
            return 1;
        }

        await using var app = build();
        // Before the host's own handlers, so that each signal is counted.
        using var signals = new StopSignals(app.Services.GetRequiredService<DrainSignal>(), app.Services.GetRequiredService<TimeProvider>());
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
        catch (JournalInUseException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }

        await (whenStarted?.Invoke(app) ?? Task.CompletedTask);
        await UntilStoppingAsync(app.Lifetime);
        await app.StopAsync(signals.Over);
        return signals.ExitCode;
    }

    private static async Task UntilStoppingAsync(IHostApplicationLifetime lifetime)
    {
        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStopping.UnsafeRegister(static stopping => ((TaskCompletionSource)stopping!).SetResult(), stopping);
        await stopping.Task;
    }
}
