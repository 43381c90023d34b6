namespace Gateway.Resilience.Queue;

/// <summary>The bounds of a line.</summary>
/// <param name="Places">How many requests it lets through at a time; 0 is no limit, and then nobody waits but for the machine.</param>
/// <param name="MaxWaiting">How many requests of all owners together may wait; 0 lets nobody wait.</param>
/// <param name="MaxWait">How long one may wait. A change counts for those who wait already, too.</param>
internal sealed record QueueOptions(int Places, int MaxWaiting, TimeSpan MaxWait)
{
    public void ThrowIfWrong()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Places);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxWaiting);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxWait, TimeSpan.Zero);
    }
}
