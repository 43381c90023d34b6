namespace Gateway.Telemetry;

/// <summary>Where the console's lines go.</summary>
/// <param name="Output">Standard output.</param>
/// <param name="Errors">Standard error.</param>
internal sealed record ConsoleStreams(Stream Output, Stream Errors);
