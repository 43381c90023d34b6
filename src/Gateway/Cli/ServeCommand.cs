using Gateway.Authentication;
using Gateway.Configuration;
using Gateway.Configuration.Loading;
using Gateway.Ledger.Journal;
using Gateway.Runtime;
using Gateway.Telemetry;

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

        if (await DataCheck.WhyNotAsync(secrets, JournalOptions.From(source.Config.Ledger, location, secrets.Database).Folder) is { } why)
        {
            await Console.Error.WriteLineAsync($"{location.Name}: {why}");
            return 1;
        }

        return await RunAsync(() => build(source, secrets, args), RuntimeFloor.Installed);
    }

    /// <param name="build">Builds the application, when nothing prevents the start.</param>
    /// <param name="runtime">The version of the server.</param>
    /// <param name="whenStarted">Called when it serves.</param>
    public static async Task<int> RunAsync(Func<WebApplication> build, string? runtime, Func<WebApplication, Task>? whenStarted = null)
    {
        if (RuntimeFloor.Refuse(runtime) is { } refusal)
        {
            await Console.Error.WriteLineAsync(refusal);
            return 1;
        }

        await using var app = build();
        // Before the host's own handlers, so that each signal is counted.
        using var signals = new StopSignals(
            app.Services.GetRequiredService<DrainSignal>(), app.Services.GetRequiredService<TimeProvider>());
        // The demo has no file to read again, and ends with its terminal.
        using var reload = whenStarted is null ? new ReloadSignal(app.Services.GetRequiredService<ConfigWatcher>()) : null;
        try
        {
            await app.StartAsync();
        }
        catch (Exception e) when (StartFault.WordsOf(e, ListenOf(app), isDemo: whenStarted is not null) is { } words)
        {
            app.Services.GetRequiredService<StartLog>().Failed();
            await Console.Error.WriteLineAsync(words);
            return 1;
        }

        await (whenStarted?.Invoke(app) ?? Task.CompletedTask);
        await UntilStoppingAsync(app.Lifetime);
        await app.StopAsync(signals.Over);
        return signals.ExitCode;
    }

    private static ListenConfig ListenOf(WebApplication app) => app.Services.GetRequiredService<ConfigStore>().Current.Listen;

    private static async Task UntilStoppingAsync(IHostApplicationLifetime lifetime)
    {
        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStopping.UnsafeRegister(
            static stopping => ((TaskCompletionSource)stopping!).SetResult(), stopping);
        await stopping.Task;
    }
}
