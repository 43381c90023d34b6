using Microsoft.Extensions.Logging.Console;

namespace Gateway.Telemetry;

internal static class LoggingExtensions
{
    private const string Timestamp = "yyyy-MM-ddTHH:mm:ss.fffZ ";

    /// <summary>
    /// One line an event on the console, in UTC: JSON in a container, where a machine reads it, words elsewhere. .NET's own setting,
    /// <c>Logging__Console__FormatterName</c> (<c>json</c> or <c>simple</c>), goes before. The framework and the forwarder speak up
    /// for warnings only.
    /// </summary>
    public static void AddGatewayLogging(this ILoggingBuilder logging, IConfiguration configuration) => logging
        .ClearProviders()
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
        .AddConsole(console => console.FormatterName = FormatterOf(configuration))
        .AddFilter("Microsoft", LogLevel.Warning)
        .AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information)
        .AddFilter("Yarp", LogLevel.Warning);

    private static string FormatterOf(IConfiguration configuration) =>
        configuration["Logging:Console:FormatterName"]
        ?? (bool.TryParse(configuration["DOTNET_RUNNING_IN_CONTAINER"], out var isContainer) && isContainer ? ConsoleFormatterNames.Json : ConsoleFormatterNames.Simple);
}
