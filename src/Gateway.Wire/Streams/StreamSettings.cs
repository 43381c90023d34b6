using Gateway.Wire.Errors;

namespace Gateway.Wire.Streams;

/// <summary>The settings for the repair of one stream.</summary>
/// <param name="RequestId">For the id of an event the gateway adds.</param>
/// <param name="Model">The model's name in such an event.</param>
/// <param name="Created">The Unix time in seconds of such an event.</param>
/// <param name="KeepsUsageOnly">
/// True when the client asked for usage. Continue's completion readers fail on a usage event that they did not ask for.
/// </param>
/// <param name="Scrubber">Removes credentials from a backend's error texts.</param>
internal sealed record StreamSettings(string RequestId, string Model, long Created, bool KeepsUsageOnly, SecretScrubber Scrubber)
{
    /// <summary>The number of choices that were asked for. A stream that breaks off before all of them began is not complete.</summary>
    public long Choices { get; init; } = 1;
}
