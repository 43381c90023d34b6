namespace Gateway.Telemetry;

/// <summary>
/// Keeps the host from logging a failed start with a stack trace: the caller reports it in one line or, for an
/// unexpected fault, shows the trace itself.
/// </summary>
internal sealed class StartLog
{
    /// <summary>The category under which the host logs it.</summary>
    public const string Category = "Microsoft.Extensions.Hosting.Internal.Host";

    private volatile bool _hasStarted;
    private volatile bool _hasFailed;

    /// <summary>Notes that the host has started: what it logs from now on is news.</summary>
    public void Started() => _hasStarted = true;

    /// <summary>Notes that it failed to start and that the reason was given: what is broken off then is no news.</summary>
    public void Failed() => _hasFailed = true;

    public bool Shows(LogLevel level) => level >= LogLevel.Warning && (_hasStarted || (!_hasFailed && level != LogLevel.Error));
}
