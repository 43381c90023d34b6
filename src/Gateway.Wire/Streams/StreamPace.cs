using System.Diagnostics.Metrics;
using Pair = System.Collections.Generic.KeyValuePair<string, object?>;

namespace Gateway.Wire.Streams;

/// <summary>Measures the time between the pieces of a stream. Only created when the metric has a listener.</summary>
/// <param name="measure">The histogram.</param>
/// <param name="tags">The attributes of the stream's attempt.</param>
/// <param name="time">The clock.</param>
internal sealed class StreamPace(Histogram<double> measure, Pair[] tags, TimeProvider time)
{
    private long _last;

    /// <summary>Notes that a piece of the stream arrived.</summary>
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
