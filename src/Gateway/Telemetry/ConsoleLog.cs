using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Gateway.Telemetry;

/// <summary>
/// Writes the log to the console like .NET's own provider, with its options and formatters, but never waits for the reader. The .NET
/// provider either holds up every request when nobody reads, or drops lines that no metric counts.
/// </summary>
[ProviderAlias("Console")]
internal sealed partial class ConsoleLog : ILoggerProvider, ISupportExternalScope
{
    private readonly ConsoleFormatter _formatter;
    private readonly LogLevel _errorsFrom;
    private readonly ConsolePipe _output;
    private readonly ConsolePipe _errors;
    private IExternalScopeProvider? _scopes;

    /// <param name="options">The options of .NET's console logger.</param>
    /// <param name="formatters">The available formatters.</param>
    /// <param name="meter">Counts the dropped lines.</param>
    /// <param name="streams">The output streams; null for the process's own standard output and standard error.</param>
    public ConsoleLog(
        IOptions<ConsoleLoggerOptions> options, IEnumerable<ConsoleFormatter> formatters, GatewayMeter? meter = null,
        ConsoleStreams? streams = null)
    {
        var chosen = options.Value;
        var all = formatters.ToList();
        _formatter = all.Find(f => f.Name.Equals(chosen.FormatterName, StringComparison.OrdinalIgnoreCase))
            ?? all.First(static f => f.Name == ConsoleFormatterNames.Simple);
        _errorsFrom = chosen.LogToStandardErrorThreshold;
        var (output, errors) = streams ?? new ConsoleStreams(Console.OpenStandardOutput(), Console.OpenStandardError());
        var own = CreateLogger(typeof(ConsoleLog).FullName!);
        _output = new ConsolePipe(output, Console.OutputEncoding, chosen.MaxQueueLength, dropped => Log.Dropped(own, dropped, "output"));
        _errors = new ConsolePipe(errors, Console.OutputEncoding, chosen.MaxQueueLength, dropped => Log.Dropped(own, dropped, "error"));
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

    private sealed class Logger(ConsoleLog log, string category) : ILogger
    {
        [ThreadStatic]
        private static StringWriter? s_writer;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => log._scopes?.Push(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var writer = s_writer ??= new StringWriter();
            var text = writer.GetStringBuilder();
            log._formatter.Write(new LogEntry<TState>(logLevel, category, eventId, state, exception, formatter), log._scopes, writer);
            if (text.Length == 0)
            {
                return;
            }

            var pipe = logLevel >= log._errorsFrom ? log._errors : log._output;
            var pieces = text.GetChunks();
            // Nearly always a single piece, which needs no copy.
            pipe.Add(pieces.MoveNext() && pieces.Current.Length == text.Length ? pieces.Current.Span : text.ToString());
            text.Clear();
            // One long line must not make every thread that wrote one keep its buffer.
            s_writer = text.Capacity > 4096 ? null : writer;
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
