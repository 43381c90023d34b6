using Microsoft.Extensions.Logging.Console;

namespace Gateway.Telemetry;

internal static class LoggingExtensions
{
    private const string Timestamp = "yyyy-MM-ddTHH:mm:ss.fffZ ";

    /// <summary>
    /// Logs one line an event to the console, in UTC: JSON in a container, where a machine reads it, words elsewhere. .NET's own setting,
    /// <c>Logging__Console__FormatterName</c> (<c>json</c> or <c>simple</c>), takes precedence. The framework and the
    /// forwarder only log warnings and above.
    /// </summary>
    /// <param name="logging">The host's logging.</param>
    /// <param name="configuration">The host's settings.</param>
    /// <param name="start">Knows whether the host has started; null shows everything it says.</param>
    public static void AddGatewayLogging(this ILoggingBuilder logging, IConfiguration configuration, StartLog? start = null)
    {
        // These also add .NET's own provider, whose writes may wait for the reader.
        AddForms(logging, configuration).ClearProviders();
        logging.Services.AddSingleton<ConsoleForms>().AddSingleton<ILoggerProvider, ConsoleLog>();
        logging
            .AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information)
            .AddFilter(StartLog.Category, level => start?.Shows(level) ?? level >= LogLevel.Warning)
            .AddFilter("Yarp", LogLevel.Warning);
    }

    private static ILoggingBuilder AddForms(ILoggingBuilder logging, IConfiguration configuration) => logging
        .AddSimpleConsole(static console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = Timestamp;
        })
        .AddJsonConsole(static console =>
        {
            console.UseUtcTimestamp = true;
            console.TimestampFormat = Timestamp.TrimEnd();
        })
        .AddConsole(console => console.FormatterName = FormatterOf(configuration));

    private static string FormatterOf(IConfiguration configuration) =>
        configuration["Logging:Console:FormatterName"]
        ?? (bool.TryParse(configuration["DOTNET_RUNNING_IN_CONTAINER"], out var isContainer) && isContainer
            ? ConsoleFormatterNames.Json
            : ConsoleFormatterNames.Simple);
}
