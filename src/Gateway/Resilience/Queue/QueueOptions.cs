namespace Gateway.Resilience.Queue;

/// <summary>The bounds of a line.</summary>
/// <param name="Places">The number of requests let through at a time; 0 means no limit, and then requests
/// only wait for the machine.</param>
/// <param name="MaxWaiting">How many requests of all owners together may wait; 0 lets nobody wait.</param>
/// <param name="MaxWait">How long one may wait. A change also applies to those already waiting.</param>
internal sealed record QueueOptions(int Places, int MaxWaiting, TimeSpan MaxWait)
{
    public void ThrowIfWrong()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Places);
        ArgumentOutOfRangeException.ThrowIfNegative(MaxWaiting);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxWait, TimeSpan.Zero);
    }
}
