namespace Gateway.Telemetry;

internal static class LoggingExtensions
{
    /// <summary>One line an event on the console, in UTC. The framework and the forwarder speak up for warnings only.</summary>
    public static void AddGatewayLogging(this ILoggingBuilder logging) => logging
        .ClearProviders()
        .AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
        })
        .AddFilter("Microsoft", LogLevel.Warning)
        .AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information)
        .AddFilter("Yarp", LogLevel.Warning);
}
