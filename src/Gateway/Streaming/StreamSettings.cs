namespace Gateway.Streaming;

/// <summary>What one stream's repair depends on, beside the bytes.</summary>
/// <param name="RequestId">For the id of an event the gateway adds.</param>
/// <param name="Model">The model's name in such an event.</param>
/// <param name="Created">Unix seconds for such an event.</param>
/// <param name="KeepsUsageOnly">
/// Whether the client asked for usage. Continue's completion readers fail on an event for it that they did not ask for.
/// </param>
/// <param name="Scrubber">Takes credentials out of what a backend says of its failure.</param>
internal sealed record StreamSettings(string RequestId, string Model, long Created, bool KeepsUsageOnly, Protocol.SecretScrubber Scrubber)
{
    /// <summary>How many choices were asked for. A stream that breaks off before all of them began is not whole.</summary>
    public long Choices { get; init; } = 1;
}
