namespace Gateway.Load.Measures;

/// <summary>The request that a connection repeats, and what a good answer has.</summary>
/// <param name="Events">The events of a stream that must end with [DONE]; 0 for an answer that is not a stream.</param>
/// <param name="Takes">How long the upstream takes at its pace.</param>
internal sealed record Exchange(byte[] Request, int Events = 0, TimeSpan Takes = default)
{
    /// <summary>The smallest size of a completion; the upstream's has about 1 KB.</summary>
    private const int LeastBody = 512;

    public string? FaultOf(Client.RawConnection answered)
    {
        if (answered.Status != 200)
            return $"status {answered.Status}";
        if (Events == 0)
            return answered.BodyBytes >= LeastBody ? null : $"a body of {answered.BodyBytes} bytes";
        if (!answered.Events.IsDone)
            return "a stream without [DONE]";
        return answered.Events.Events == Events ? null : $"{answered.Events.Events} events instead of {Events}";
    }
}
