namespace Gateway.Ledger.Journal;

/// <summary>Moves the checkpoint forward and deletes the segments before it.</summary>
internal sealed partial class JournalCleaner(UsageJournal journal, ILogger logger)
{
    private long _cleanedTo;

    /// <param name="mark">How far the store has everything.</param>
    /// <param name="damaged">Segments to keep under another name.</param>
    public async Task AdvanceAsync(ReadMark mark, HashSet<long> damaged)
    {
        // During replay no position has everything before it settled: a request that has begun may still turn out to be unfinished.
        if (!mark.IsReplayed || journal.Folder is not { } folder)
        {
            return;
        }

        try
        {
            folder.Checkpoint.Write(mark.Position);
            if (mark.Position.Segment > _cleanedTo)
            {
                await CleanAsync(folder, mark.Position.Segment, damaged);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // At worst, a segment kept too long is read twice; deletion is retried with the next records.
            Log.NotCleaned(logger, e.Message);
        }
    }

    private async Task CleanAsync(JournalFolder folder, long before, HashSet<long> damaged)
    {
        foreach (var segment in folder.Segments().TakeWhile(s => s < before))
        {
            if (damaged.Contains(segment))
            {
                folder.SetAside(segment);
            }
            else if (segment < journal.FirstSegment || await CarryForwardAsync(folder, segment))
            {
                folder.Delete(segment);
            }
            else
            {
                return;
            }
        }

        _cleanedTo = before;
    }

    /// <summary>Writes the intents of running requests into the newest segment.</summary>
    /// <returns>True when nothing needs this segment any longer.</returns>
    private async Task<bool> CarryForwardAsync(JournalFolder folder, long segment)
    {
        if (!journal.Buffer.HasOpen)
        {
            return true;
        }

        if (!CarryForward(folder.PathOf(segment)))
        {
            return false;
        }

        await journal.Buffer.WhenSafe();
        return !journal.Buffer.IsSpooling;
    }

    private bool CarryForward(string path)
    {
        using var reader = SegmentReader.OfFile(path, 0, long.MaxValue);
        while (reader?.TryNext() == true)
        {
            if (reader.Kind == EntryKind.Intent && !journal.Buffer.CarryForward(RecordEncoding.ReadId(reader.Record), reader.Entry))
            {
                return false;
            }
        }

        return true;
    }

    private static partial class Log
    {
        [LoggerMessage(5115, LogLevel.Warning, "The journal could not be cleaned up: {Problem}")]
        public static partial void NotCleaned(ILogger logger, string problem);
    }
}
