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

    /// <summary>Notes that the host has started: from then on, its messages are logged.</summary>
    public void Started() => _hasStarted = true;

    /// <summary>Notes that the start failed and the reason was given, so that errors which follow from it are no news.</summary>
    public void Failed() => _hasFailed = true;

    public bool Shows(LogLevel level) => level >= LogLevel.Warning && (_hasStarted || (!_hasFailed && level != LogLevel.Error));
}
