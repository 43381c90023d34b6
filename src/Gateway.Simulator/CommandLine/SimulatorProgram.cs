using System.Runtime.InteropServices;
using Gateway.Simulator.Options;

namespace Gateway.Simulator.CommandLine;

/// <summary>
/// Runs simulated backends until Ctrl+C. It is a class, not a top-level program, because a host that references this project has a
/// <c>Program</c> of its own.
/// </summary>
internal static class SimulatorProgram
{
    public static async Task<int> Main(string[] args)
    {
        var (listeners, problem) = Arguments.Read(args);
        if (problem is not null)
        {
            await Console.Error.WriteLineAsync($"{problem}\n{Arguments.Usage}");
            return 2;
        }
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        return await RunAsync(listeners, stopped.Task);

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stopped.TrySetResult();
        }
    }

    private static async Task<int> RunAsync(IReadOnlyList<Listener> listeners, Task stopped)
    {
        var backends = new List<SimulatedBackend>();
        try
        {
            Console.WriteLine("Simulated backends. No model runs behind them, and every derived answer says so.");
            foreach (var listener in listeners)
            {
                // The real defaults: an Ollama answers one request after another, with a context of 4096.
                var parallel = listener.Personality is Personality.Ollama or Personality.OllamaOld ? 1 : (int?)null;
                var backend = await SimulatedBackend.StartAsync(
                    new() { Personality = listener.Personality, Port = listener.Port, Parallel = parallel });
                backends.Add(backend);
                Console.WriteLine($"  {listener.Name,-12} {backend.Url}v1");
            }
            Console.WriteLine("Ctrl+C stops them.");
            await stopped;
            return 0;
        }
        catch (IOException e)
        {
            await Console.Error.WriteLineAsync($"A backend cannot start: {e.Message}");
            return 1;
        }
        finally
        {
            foreach (var backend in backends)
            {
                await backend.DisposeAsync();
            }
        }
    }
}
