namespace Gateway.Telemetry;

/// <summary>The streams that console lines go to.</summary>
/// <param name="Output">Standard output.</param>
/// <param name="Errors">Standard error.</param>
internal sealed record ConsoleStreams(Stream Output, Stream Errors);
