namespace Gateway.Ledger;

/// <summary>The settings for moving records from the journal into the database.</summary>
internal sealed record WriterOptions
{
    /// <summary>
    /// The time between two writes, unless a full batch is ready. A few large batches cost a fraction of many small ones.
    /// </summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long records wait while the machine is busy. After that they are written anyway. Zero means no waiting.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The most records that wait while the machine is busy.</summary>
    public int MostWaiting { get; init; } = 200_000;

    /// <summary>Tells whether the machine is busy, apart from the writer itself. Called at most once per interval or batch.</summary>
    public Func<TimeSpan, bool> IsBusy { get; init; } = new MachineLoad().IsBusy;

    public bool Defers => Patience > TimeSpan.Zero;

    /// <param name="isShared">Whether gateways on other machines write to the same ledger.</param>
    public static WriterOptions For(bool isShared) => isShared
        // One of them compares its counters with what the others wrote, and cannot ask them for what they have not.
        ? new WriterOptions { Interval = TimeSpan.FromMilliseconds(200), Patience = TimeSpan.Zero }
        : new WriterOptions();
}
