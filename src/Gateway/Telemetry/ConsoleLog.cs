using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Gateway.Telemetry;

/// <summary>
/// Writes the log to the console like .NET's own provider, with its options and forms, but never waits for the reader. The .NET
/// provider either holds up every request when nobody reads, or drops lines that no metric counts (ADR 50).
/// </summary>
[ProviderAlias("Console")]
internal sealed partial class ConsoleLog : ILoggerProvider, ISupportExternalScope
{
    private readonly ThreadLocal<LineBuffer> _lines = new(static () => new LineBuffer());
    private readonly ConsoleForm _form;
    private readonly LogLevel _errorsFrom;
    private readonly Encoding? _encoding;
    private readonly ConsolePipe _output;
    private readonly ConsolePipe _errors;
    private IExternalScopeProvider? _scopes;

    /// <param name="options">The options of .NET's console logger.</param>
    /// <param name="forms">Knows the form of the lines.</param>
    /// <param name="time">The clock of the lines; null for the system's.</param>
    /// <param name="meter">Counts the dropped lines.</param>
    /// <param name="streams">The output streams; null for the process's own standard output and standard error.</param>
    public ConsoleLog(
        IOptions<ConsoleLoggerOptions> options, ConsoleForms forms, TimeProvider? time = null, GatewayMeter? meter = null,
        ConsoleStreams? streams = null)
    {
        var chosen = options.Value;
        _form = forms.Of(chosen.FormatterName, time ?? TimeProvider.System);
        _errorsFrom = chosen.LogToStandardErrorThreshold;
        // A console of Windows may want another.
        _encoding = Console.OutputEncoding is { CodePage: var page } other && page != Encoding.UTF8.CodePage ? other : null;
        var (output, errors) = streams ?? new ConsoleStreams(Console.OpenStandardOutput(), Console.OpenStandardError());
        var own = CreateLogger(typeof(ConsoleLog).FullName!);
        _output = new ConsolePipe(output, chosen.MaxQueueLength, dropped => Log.Dropped(own, dropped, "output"));
        _errors = new ConsolePipe(errors, chosen.MaxQueueLength, dropped => Log.Dropped(own, dropped, "error"));
        meter?.Total(Names.Own.LogDropped, "{line}", "Lines of the log that nobody read, and that were dropped.", () => Dropped);
    }

    /// <summary>The number of lines dropped since the start.</summary>
    public long Dropped => _output.Dropped + _errors.Dropped;

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
        _output.Dispose();
        _errors.Dispose();
    }

    private void Add(LogLevel level, ReadOnlySpan<byte> line)
    {
        if (_encoding is not null)
        {
            line = _encoding.GetBytes(Encoding.UTF8.GetString(line));
        }

        (level >= _errorsFrom ? _errors : _output).Add(line, isUrgent: level >= LogLevel.Warning);
    }

    private sealed class Logger(ConsoleLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => log._scopes?.Push(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var line = log._lines.Value!;
            try
            {
                log._form.Write(new LogEntry<TState>(logLevel, category, eventId, state, exception, formatter), log._scopes, line);
                if (line.Written.Length > 0)
                {
                    log.Add(logLevel, line.Written);
                }
            }
            finally
            {
                line.Clear();
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            1050, LogLevel.Warning,
            "{Count} lines of the log were dropped: nobody read standard {Stream} for a while. gateway_log_dropped_total counts them.")]
        public static partial void Dropped(ILogger logger, long count, string stream);
    }
}
