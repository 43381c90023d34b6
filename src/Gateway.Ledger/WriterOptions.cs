namespace Gateway.Ledger;

/// <summary>When records are moved from the journal into the database.</summary>
internal sealed record WriterOptions
{
    /// <summary>The time between two writes, unless a full batch is ready: few large batches cost a fraction of many small ones.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long records wait for a machine that is busy; after that they are written anyway. Zero: they do not.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How many records wait for it at most.</summary>
    public int MostWaiting { get; init; } = 200_000;

    /// <summary>Tells whether the machine is busy, apart from the writer itself. Asked at most once an interval or batch.</summary>
    public Func<TimeSpan, bool> IsBusy { get; init; } = new MachineLoad().IsBusy;

    public bool Defers => Patience > TimeSpan.Zero;

    /// <param name="isShared">Whether gateways on other machines write to the same ledger.</param>
    public static WriterOptions For(bool isShared) => isShared
        // One of them compares its counters with what the others wrote, and cannot ask them for what they have not.
        ? new WriterOptions { Interval = TimeSpan.FromMilliseconds(200), Patience = TimeSpan.Zero }
        : new WriterOptions();
}
