namespace Gateway.Telemetry;

/// <summary>
/// Keeps the host from logging why it does not start, with a stack trace: who starts it says it in one line, or, of a fault that nobody
/// expected, shows the trace itself.
/// </summary>
internal sealed class StartLog
{
    /// <summary>Where the host logs it.</summary>
    public const string Category = "Microsoft.Extensions.Hosting.Internal.Host";

    private volatile bool _hasStarted;
    private volatile bool _hasFailed;

    /// <summary>The host has started: what it says from now on is news.</summary>
    public void Started() => _hasStarted = true;

    /// <summary>It does not start, and it is said why: that what had begun is broken off then is no news.</summary>
    public void Failed() => _hasFailed = true;

    public bool Shows(LogLevel level) => level >= LogLevel.Warning && (_hasStarted || (!_hasFailed && level != LogLevel.Error));
}
