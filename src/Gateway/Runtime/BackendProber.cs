using Gateway.Backends;
using Gateway.Configuration.Loading;
using Gateway.Wire.Errors;

namespace Gateway.Runtime;

/// <summary>
/// Asks each backend for its models at start, every minute and on demand, so that names can be listed and no tag is sent to a model that
/// nobody has. A slow backend delays the start only briefly, and never delays the lists of other backends.
/// </summary>
internal sealed partial class BackendProber(
    SnapshotStore store, SnapshotRefresh refresh, BackendProbe probe, ProbeNews news, ConfigStore config, TimeProvider time,
    ILogger<BackendProber> logger)
    : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(60);

    /// <summary>The shortest time between two requested rounds: callers that ask for unknown names must not hammer the backends.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <summary>How long the start waits for the first answers, so that the first request finds a catalog if backends are up.</summary>
    public static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(2);

    private readonly ProbeTurns _turns = new();
    private readonly TaskCompletionSource _firstRound = NewSignal();
    private volatile TaskCompletionSource _wanted = NewSignal();
    private volatile TaskCompletionSource _changed = NewSignal();

    /// <summary>Asks one backend now. If it is already being asked, returns without waiting, and it is asked once more.</summary>
    public Task AskAsync(Backend backend, CancellationToken cancellationToken) =>
        _turns.RunAsync(backend.State, () => ProbeAsync(backend, store.Current.Scrubber, cancellationToken));

    /// <summary>Requests a round soon: a model turned out to be missing, or a client named an unknown one.</summary>
    public void Wake() => Interlocked.Exchange(ref _wanted, NewSignal()).TrySetResult();

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await base.StartAsync(cancellationToken);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(_firstRound.Task, Task.Delay(StartLimit, time, enough.Token));
        await enough.CancelAsync();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        List<Task> rounds = [];
        config.Changed += Hurry;
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                // Read before the round begins, so that nothing during it is missed.
                var (wanted, changed) = (_wanted.Task, _changed.Task);
                rounds.RemoveAll(r => r.IsCompleted);
                rounds.Add(RoundAsync(stoppingToken));
                await WaitAsync(wanted, changed, stoppingToken);
            }
        }
        finally
        {
            config.Changed -= Hurry;
            await Task.WhenAll(rounds);
            _firstRound.TrySetResult();
        }
    }

    private async Task WaitAsync(Task wanted, Task changed, CancellationToken stoppingToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var pause = Task.Delay(Pause, time, enough.Token);
        await Task.WhenAny(changed, Task.WhenAll(wanted, pause), Task.Delay(NextRound, time, enough.Token));
        await enough.CancelAsync();
    }

    // Never throws: a failure in one round must not stop the next.
    private async Task RoundAsync(CancellationToken stoppingToken)
    {
        try
        {
            store.RebuildIfSecretsChanged();
            var snapshot = store.Current;
            var found = await Task.WhenAll(snapshot.Backends.Values.Select(b =>
                _turns.RunAsync(b.State, () => ProbeAsync(b, snapshot.Scrubber, stoppingToken))));
            if (!stoppingToken.IsCancellationRequested)
            {
                store.RebuildIfLessonsAreOld();
                news.Tell(store.Current, found.Contains(true));
            }
        }
        catch (Exception e)
        {
            Log.RoundFailed(logger, e);
        }

        _firstRound.TrySetResult();
    }

    private async Task<bool> ProbeAsync(Backend backend, SecretScrubber scrubber, CancellationToken stoppingToken)
    {
        var isNews = await probe.RunAsync(backend, scrubber, stoppingToken);
        if (isNews)
        {
            await refresh.RunAsync();
        }

        return isNews;
    }

    // A backend that is loading will serve soon, and callers then want to know its models.
    private TimeSpan NextRound => store.Current.Backends.Values.Any(static b => b.State.Load.IsLoading) ? Pause : Interval;

    // A new backend is asked at once.
    private void Hurry() => Interlocked.Exchange(ref _changed, NewSignal()).TrySetResult();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static partial class Log
    {
        [LoggerMessage(2506, LogLevel.Error, "Asking the backends for their models made the gateway fail; the lists stay as they are.")]
        public static partial void RoundFailed(ILogger logger, Exception e);
    }
}
