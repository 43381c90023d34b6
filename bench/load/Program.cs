using System.Runtime.InteropServices;
using Gateway.Load;
using Gateway.Load.Options;
using Gateway.Load.Roles;

// The children run this same dll, started with a role and its ports.
switch (args)
{
    case ["role:upstream", var port]:
        return await UpstreamRole.RunAsync(Role.Port(port));
    case ["role:sink", var port]:
        return await SinkRole.RunAsync(Role.Port(port));
    case ["role:yarp", var port, var upstreamPort]:
        return await YarpRole.RunAsync(Role.Port(port), Role.Port(upstreamPort));
}

if (args is ["--help"] or ["-h"])
{
    Console.WriteLine(LoadOptionsReader.Usage);
    return 0;
}
if (!LoadOptionsReader.TryRead(args, out var options, out var problem))
{
    Console.Error.WriteLine(problem);
    Console.Error.WriteLine(LoadOptionsReader.Usage);
    return 2;
}

using var stop = new CancellationTokenSource();
// A cancelled signal lets the finally blocks run, which end the children.
void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stop.Cancel();
}
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

if (options.OnOneCore)
    Cores.UseSecond();

try
{
    return options.Only.Contains("telemetry") ? await TelemetryComparison.RunAsync(options, stop.Token)
        : options.Only.Contains("ablation") ? await AblationComparison.RunAsync(options, stop.Token)
        : await Comparison.RunAsync(options, stop.Token);
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    Console.Error.WriteLine("Stopped.");
    return 130;
}
