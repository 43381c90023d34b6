namespace Gateway.Requests;

/// <summary>The speed at which an answer was written after its first piece.</summary>
/// <param name="Tokens">The tokens after the first piece, at least 1.</param>
/// <param name="Time">From the first piece to the last.</param>
internal readonly record struct RequestPace(long Tokens, TimeSpan Time)
{
    // A piece that arrives at once was written before it arrived, for example a whole tool call after a silence, however many packets it
    // takes. Measured over the moments between those packets, a model would seem to write thousands of tokens a second.
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(50);

    /// <summary>The pace of a stream; null when it was not written as it arrived, or its backend did not report tokens.</summary>
    public static RequestPace? Of(IServing serving) =>
        serving is { Stream: not null, Answer: { HasChoicesEstimated: false, Told.Output: { } tokens }, Pieces: { } pieces }
        && pieces.Between >= Least && tokens > pieces.FirstTokens
            ? new RequestPace(tokens - pieces.FirstTokens, pieces.Between)
            : null;
}
