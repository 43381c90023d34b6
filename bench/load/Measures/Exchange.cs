namespace Gateway.Load.Measures;

/// <summary>The request a connection repeats and what a good answer to it has.</summary>
/// <param name="Events">Events of a stream that must end with [DONE]; 0 for an answer that is no stream.</param>
/// <param name="Takes">How long the upstream takes by its pace.</param>
internal sealed record Exchange(byte[] Request, int Events = 0, TimeSpan Takes = default)
{
    /// <summary>Below this an answer is no completion: the upstream's has about 1 KB.</summary>
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
