namespace Gateway.Simulator.Sending;

/// <summary>
/// Keeps a stream at its tokens per second. The time of each token is counted from the start, so late timers do not add up.
/// </summary>
internal sealed class Pacer(double? tokensPerSecond, TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();
    private long _tokens;

    public async ValueTask WaitAsync(int tokens, CancellationToken cancellationToken)
    {
        if (tokensPerSecond is not > 0)
        {
            return;
        }
        var wait = TimeSpan.FromSeconds(_tokens / tokensPerSecond.Value) - time.GetElapsedTime(_start);
        _tokens += tokens;
        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, time, cancellationToken);
        }
    }
}
