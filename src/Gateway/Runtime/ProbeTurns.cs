using Gateway.Backends;

namespace Gateway.Runtime;

/// <summary>
/// Prevents two concurrent probes of the same backend. A caller during a probe gets another one after it, for what has
/// changed since, such as a credential.
/// </summary>
internal sealed class ProbeTurns
{
    private readonly Lock _lock = new();

    // The backends being probed, each with the probe that follows, if one was requested.
    private readonly Dictionary<BackendState, Func<Task<bool>>?> _running = [];

    /// <returns>True when this probe or one that followed it brought news; false at once when it follows
    /// another, whose caller is told.</returns>
    public Task<bool> RunAsync(BackendState state, Func<Task<bool>> probe)
    {
        lock (_lock)
        {
            if (_running.ContainsKey(state))
            {
                _running[state] = probe;
                return Task.FromResult(false);
            }

            _running.Add(state, null);
        }

        return RunAllAsync(state, probe);
    }

    private async Task<bool> RunAllAsync(BackendState state, Func<Task<bool>> probe)
    {
        var isNews = false;
        Func<Task<bool>>? next = probe;
        while (next is not null)
        {
            try
            {
                isNews |= await next();
            }
            catch
            {
                Forget(state);
                throw;
            }

            next = Next(state);
        }

        return isNews;
    }

    private void Forget(BackendState state)
    {
        lock (_lock)
        {
            _running.Remove(state);
        }
    }

    private Func<Task<bool>>? Next(BackendState state)
    {
        lock (_lock)
        {
            var next = _running[state];
            if (next is null)
            {
                _running.Remove(state);
            }
            else
            {
                _running[state] = null;
            }

            return next;
        }
    }
}
