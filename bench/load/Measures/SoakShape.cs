namespace Gateway.Load.Measures;

/// <summary>
/// How the streams of a soak follow each other. They begin one by one over the length of one stream, so that streams then begin and end at
/// an even rate. A leak for each stream shows as well as a leak for each chunk.
/// </summary>
internal sealed record SoakShape(int Streams, int Chunks, TimeSpan Watched)
{
    /// <summary>Four chunks a second: a thousand streams make 4,000 chunks, which two cores can carry beside client and upstream.</summary>
    public const int PaceMs = 250;

    private static readonly TimeSpan LongestStream = TimeSpan.FromSeconds(10);

    /// <summary>The first chunk comes at once, so there is one pause fewer than chunks.</summary>
    public TimeSpan StreamLength => TimeSpan.FromMilliseconds((Chunks - 1) * PaceMs);

    /// <summary>
    /// The time after which all streams have begun and each connection is in its second: code is compiled and pools are filled.
    /// </summary>
    public TimeSpan WarmUp => 2 * StreamLength;

    public TimeSpan BeginningOf(int stream) => StreamLength * stream / Streams;

    public static SoakShape For(int streams, TimeSpan watched)
    {
        var length = watched / 2 < LongestStream ? watched / 2 : LongestStream;
        return new SoakShape(streams, 1 + (int)(length.TotalMilliseconds / PaceMs), watched);
    }
}
