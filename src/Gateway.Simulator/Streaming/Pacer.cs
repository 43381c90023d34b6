namespace Gateway.Simulator.Streaming;

/// <summary>
/// Keeps a stream at its tokens per second. Each token has its moment counted from the start, so that timers that come
/// late do not add up.
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
