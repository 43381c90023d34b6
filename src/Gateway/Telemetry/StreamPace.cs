using System.Diagnostics.Metrics;
using Pair = System.Collections.Generic.KeyValuePair<string, object?>;

namespace Gateway.Telemetry;

/// <summary>Measures the time from one piece of a stream to the next. Made only where somebody listens.</summary>
/// <param name="measure">Where it goes.</param>
/// <param name="tags">The attributes of the stream's attempt.</param>
/// <param name="time">The clock.</param>
internal sealed class StreamPace(Histogram<double> measure, Pair[] tags, TimeProvider time)
{
    private long _last;

    /// <summary>A piece has come.</summary>
    public void Took()
    {
        var now = time.GetTimestamp();
        if (_last != 0)
        {
            measure.Record(time.GetElapsedTime(_last, now).TotalSeconds, tags);
        }

        _last = now;
    }
}
