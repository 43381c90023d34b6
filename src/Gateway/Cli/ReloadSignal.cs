using System.Runtime.InteropServices;
using Gateway.Configuration.Loading;

namespace Gateway.Cli;

/// <summary>Makes SIGHUP read the configuration again, as in other servers, instead of ending the process.</summary>
internal sealed class ReloadSignal : IDisposable
{
    private readonly PosixSignalRegistration? _registration;

    public ReloadSignal(ConfigWatcher watcher)
    {
        // On Windows it means that the console is closed, and the process ends with it.
        if (!OperatingSystem.IsWindows())
        {
            _registration = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
            {
                context.Cancel = true;
                watcher.Reload();
            });
        }
    }

    public void Dispose() => _registration?.Dispose();
}
