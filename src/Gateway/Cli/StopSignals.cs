using System.Runtime.InteropServices;
using Gateway.Runtime;

namespace Gateway.Cli;

/// <summary>
/// Counts the stop signals. The host acts on the first and lets running answers finish; an operator who does
/// not want to wait sends a second.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    /// <summary>Lets the error events be written; a client that does not read its own loses it.</summary>
    private static readonly TimeSpan LastWrites = TimeSpan.FromSeconds(1);

    private readonly DrainSignal _drain;
    private readonly CancellationTokenSource _over;
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;
    private readonly TimeProvider _time;
    private int _count;

    public StopSignals(DrainSignal drain, TimeProvider time)
    {
        _drain = drain;
        _time = time;
        _over = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        // As a shell reports a program ended by a signal.
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => Count(exitCode: 130));
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => Count(exitCode: 143));
    }

    /// <summary>Cancelled when the host must not wait any more, for anyone.</summary>
    public CancellationToken Over => _over.Token;

    /// <summary>The exit code of the process; 0 unless a second signal came.</summary>
    public int ExitCode { get; private set; }

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _over.Dispose();
    }

    private void Count(int exitCode)
    {
        if (Interlocked.Increment(ref _count) == 2)
        {
            ExitCode = exitCode;
            _over.CancelAfter(LastWrites);
            _drain.EndNow();
        }
    }
}
