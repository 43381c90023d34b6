using System.Diagnostics;
using Gateway.Ledger.Journal;

namespace Gateway.Ledger;

/// <summary>
/// Decides when the next batch is written. A few large batches cost a fraction of many small ones. While the machine is busy, records wait
/// in the journal, so that writing them does not add to a peak.
/// </summary>
internal sealed class WriterPace(WriterOptions options, JournalBacklog backlog)
{
    private TimeSpan _worked;
    private bool _hasWritten;

    /// <summary>Notes how long a batch took, since the writer's own time does not count as load.</summary>
    public void Worked(TimeSpan time) => (_worked, _hasWritten) = (_worked + time, true);

    /// <summary>Waits until a batch is due: at once if a caller asks for it, or if records have waited too long.</summary>
    public async Task WhenDueAsync(Func<WriterState> state, CancellationToken stop)
    {
        var since = Stopwatch.GetTimestamp();
        while (state() is var now && !MustWrite(now))
        {
            var rest = options.Interval - Stopwatch.GetElapsedTime(since);
            if (now.Pending > 0 && (rest <= TimeSpan.Zero || now.Pending >= JournalBacklog.MostAtOnce))
            {
                if (MayWrite())
                {
                    return;
                }

                (since, rest) = (Stopwatch.GetTimestamp(), options.Interval);
            }

            await backlog.WaitAsync(now.Pending > 0 ? rest : Timeout.InfiniteTimeSpan, stop);
        }
    }

    private bool MustWrite(WriterState now) =>
        now.IsAsked || (options.Defers && (now.Pending >= options.MostWaiting || now.Lag >= options.Patience));

    private bool MayWrite()
    {
        var worked = _worked;
        _worked = TimeSpan.Zero;
        // The first batch may have to make the tables, which takes a second of a processor and EF Core: that belongs to the start, and not
        // to the moment at which a busy machine comes to rest.
        return !options.Defers || !_hasWritten || !options.IsBusy(worked);
    }
}
