namespace Gateway.Attempts;

/// <summary>Beats while a caller waits. A beat that no caller waited for is kept for the next one.</summary>
internal sealed class Heartbeat(TimeSpan period, TimeProvider time) : IDisposable
{
    private readonly PeriodicTimer _timer = new(period, time);
    private Task? _beat;

    /// <summary>Waits for the end of the work or the next beat.</summary>
    /// <returns>True when the work is over.</returns>
    public async ValueTask<bool> IsOverAsync(Task work)
    {
        if (work.IsCompleted)
        {
            return true;
        }

        _beat ??= _timer.WaitForNextTickAsync().AsTask();
        if (await Task.WhenAny(work, _beat) == work)
        {
            return true;
        }

        _beat = null;
        return false;
    }

    public void Dispose() => _timer.Dispose();
}
