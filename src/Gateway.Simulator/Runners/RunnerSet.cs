namespace Gateway.Simulator.Runners;

/// <summary>The loaded models. Their number and the time they stay after their last use are limited.</summary>
internal sealed class RunnerSet(TimeProvider time)
{
    private readonly Lock _lock = new();
    // From the least to the most recently used.
    private readonly List<Runner> _loaded = [];
    private TaskCompletionSource _changed = New();

    /// <summary>Ends when a runner's last user leaves or the runner is unloaded.</summary>
    public Task Changed
    {
        get
        {
            lock (_lock)
            {
                return _changed.Task;
            }
        }
    }

    public IReadOnlyList<LoadedModel> Snapshot()
    {
        lock (_lock)
        {
            Expire();
            return [.. _loaded.Select(runner => new LoadedModel(runner.Model, runner.ExpiresAt, runner.Context))];
        }
    }

    /// <summary>True when it is loaded, with the given context if there is one.</summary>
    public bool Has(string key, int? context)
    {
        lock (_lock)
        {
            return Find(key, context) is not null;
        }
    }

    /// <summary>Adds a user to what is loaded, and marks it as most recently used.</summary>
    public Runner? Use(string key, int? context)
    {
        lock (_lock)
        {
            if (Find(key, context) is not { } runner)
            {
                return null;
            }
            _loaded.Remove(runner);
            Append(runner);
            runner.Users++;
            return runner;
        }
    }

    /// <summary>Adds what was just loaded.</summary>
    public Runner Add(Runner runner, int users)
    {
        lock (_lock)
        {
            runner.Users = users;
            Append(runner);
            return runner;
        }
    }

    /// <summary>Unloads unused models that stand in the way of a load.</summary>
    /// <returns>True when there is room now.</returns>
    public bool MakeRoom(string key, int most)
    {
        lock (_lock)
        {
            Expire();
            _loaded.RemoveAll(runner => runner.Key == key && runner.Users == 0);
            if (_loaded.Exists(runner => runner.Key == key))
            {
                return false;
            }
            while (_loaded.Count >= most && _loaded.Find(runner => runner.Users == 0) is { } idle)
            {
                _loaded.Remove(idle);
            }
            return _loaded.Count < most;
        }
    }

    public void Leave(Runner runner)
    {
        lock (_lock)
        {
            runner.Users--;
            Prolong(runner);
            Tell();
        }
    }

    /// <summary>Sets how long it stays. With no time left, it is unloaded only when nobody uses it.</summary>
    public void Keep(Runner runner, TimeSpan? keep)
    {
        lock (_lock)
        {
            runner.Keep = keep;
            Prolong(runner);
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _loaded.Clear();
            Tell();
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Runner? Find(string key, int? context)
    {
        Expire();
        return _loaded.Find(runner => runner.Key == key && (context is null || runner.Context == context));
    }

    private void Append(Runner runner)
    {
        Prolong(runner);
        _loaded.Add(runner);
    }

    private void Prolong(Runner runner) => runner.ExpiresAt = runner.Keep is { } keep ? time.GetUtcNow() + keep : DateTimeOffset.MaxValue;

    private void Expire()
    {
        var now = time.GetUtcNow();
        _loaded.RemoveAll(runner => runner.Users == 0 && runner.ExpiresAt <= now);
    }

    private void Tell()
    {
        _changed.TrySetResult();
        _changed = New();
    }
}
