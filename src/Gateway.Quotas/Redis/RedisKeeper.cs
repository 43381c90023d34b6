using System.Globalization;
using StackExchange.Redis;

namespace Gateway.Quotas.Redis;

/// <summary>
/// Tries to reach Redis while it is away, rebuilds lost counters, reports what was admitted meanwhile, and signals that this replica is
/// alive.
/// </summary>
internal sealed partial class RedisKeeper(
    LossTolerantQuotaStore store, RedisScripting scripting, ReplicaCounters own, RedisLink link, string instance, TimeSpan lostAfter,
    bool mayBeAnother, TimeProvider time,
    ILogger<RedisKeeper> logger, RedisSentinels? sentinels = null, TimeSpan? strangersHave = null)
    : BackgroundService
{
    private enum Counters
    {
        Whole,

        // The server was restarted or has taken over: it may lack what only some replicas know.
        OfAnotherRun,

        // They lack what this replica has seen in them.
        Copy,
    }

    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan BeatEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    // A replica silent for this long counts as gone, and a rebuild of the counters does not wait for it.
    private static readonly TimeSpan CountsFor = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RebuildTakes = TimeSpan.FromSeconds(10);
    // A replica that uses Redis checks once a second. This is how long to wait for unknown replicas, and for those that only have to check.
    private static readonly TimeSpan LookWithin = TimeSpan.FromSeconds(2);

    // How long to wait out a server with an older history: Sentinels need eight to ten seconds to demote a former master.
    private static readonly TimeSpan OlderIsKept = TimeSpan.FromSeconds(30);
    // A server that lacks only a moment may just as well be the one that has taken over.
    private static readonly TimeSpan CopyIsKept = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan LookAround = TimeSpan.FromSeconds(2);

    // The number of rounds that send what arrived during the previous one. After these, Redis is used again even if more keeps arriving.
    private const int Rounds = 3;

    private const int WarmUps = 10;

    private readonly RedisKeys _keys = scripting.Keys;
    private long _lastBeat;
    private long _lastLook;
    private long _olderSince;
    private long _beats;
    // The number of replicas when the counters were last in normal use; 0 before that.
    private int _knew;
    private bool _isOutdated;

    /// <summary>
    /// Connects to Redis, if it is there, and warms up the code before the first request. Otherwise first-time delays could exceed a
    /// deadline, and the gateway would run its first minute without Redis.
    /// </summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        for (var i = 0; i < 3 && !link.IsConnected; i++)
        {
            await TakeATurnAsync();
        }

        // This replica creates the counters, and must not leave out replicas that used others.
        var since = time.GetTimestamp();
        while (link.IsLost && time.GetElapsedTime(since) < CountsFor)
        {
            await Task.Delay(Turn, time, cancellationToken);
            await TakeATurnAsync();
        }

        for (var i = 0; i < WarmUps && (link.IsConnected || i < 3); i++)
        {
            await WarmUpAsync($"warm-up-{instance}-{i}");
            await TakeATurnAsync();
        }

        await base.StartAsync(cancellationToken);
    }

    // Uses a counter that limits nobody.
    private async Task WarmUpAsync(string id)
    {
        var subject = new QuotaSubject("warm-up", QuotaLimits.None, QuotaCalendar.Utc);
        await store.ReserveAsync(new QuotaClaim(id, [subject], default, default), CancellationToken.None);
        await store.SettleAsync(id, default, CancellationToken.None);
    }

    /// <summary>Checks the current state once and acts on it.</summary>
    public async Task TakeATurnAsync()
    {
        try
        {
            if (!link.IsConnected)
            {
                // Check before asking the previous server again: another may lead by now.
                await FollowAsync();
            }

            if (link.IsLost)
            {
                await RebuildAsync();
            }
            else if (!link.IsConnected)
            {
                await LookAsync();
                await RaiseAsync();
                await ReturnAsync();
            }
            else
            {
                await KeepAsync();
            }
        }
        catch (Exception e) when (RedisLoss.IsOne(e))
        {
            link.Failed(e);
            if (e is NewerCountersException && !_isOutdated)
            {
                _isOutdated = true;
                Log.Outdated(logger, e.Message);
            }

            await LookAroundAsync();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Turn, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await TakeATurnAsync();
        }
    }

    // Signals that this replica is alive, and checks that these are the counters it knows.
    private async Task LookAsync()
    {
        switch (await BeatAsync())
        {
            case Counters.OfAnotherRun:
                await AgreeAsync();
                break;
            case Counters.Copy:
                throw new CountersLostException();
            case Counters.Whole:
                _knew = link.Replicas;
                break;
        }
    }

    private async Task<Counters> BeatAsync()
    {
        var answer = (string[])(await scripting.RunAsync(
            RedisScript.Beat,
            [_keys.Epoch, _keys.Instances, _keys.Beats(instance), _keys.Run],
            [scripting.Epoch, 0, instance, (long)CountsFor.TotalMilliseconds, _beats]).WithinAsync(
                link.IsConnected ? lostAfter : Patience, time))!;
        var (replicas, beats) = (int.Parse(answer[0], CultureInfo.InvariantCulture), long.Parse(answer[1], CultureInfo.InvariantCulture));
        if (beats == 0)
        {
            return Counters.Copy;
        }

        (link.Replicas, _beats, _lastBeat) = (replicas, beats, time.GetTimestamp());
        return answer[2] == "1" ? Counters.OfAnotherRun : Counters.Whole;
    }

    private async Task FollowAsync()
    {
        if (sentinels is not null && await sentinels.LookAsync() is { } led)
        {
            scripting.Database = led;
        }
    }

    private async Task KeepAsync()
    {
        if (own.HasSomethingToTell)
        {
            await own.Outbox.SendAsync();
            own.Tell(withRunning: false);
            await own.Outbox.SendAsync();
        }

        if (time.GetElapsedTime(_lastBeat) >= BeatEvery)
        {
            await FollowAsync();
            await LookAsync();
            link.Synced();
        }

        await own.LeaseAsync();
    }

    // Report first what was admitted meanwhile, so that nobody finds room that is already taken. Messages that could not be sent last time
    // go before new ones are added: a Redis that comes and goes must not pile up messages.
    private async Task ReturnAsync()
    {
        await own.Outbox.SendAsync();
        for (var round = 0; ; round++)
        {
            own.Tell(withRunning: round == 0);
            await own.Outbox.SendAsync();
            if (own.TryReturn(atOnce: round == Rounds))
            {
                return;
            }
        }
    }

    // The client finds the new leader after a failover by itself, but not soon.
    private async Task LookAroundAsync()
    {
        if (time.GetElapsedTime(_lastLook) < LookAround)
        {
            return;
        }

        _lastLook = time.GetTimestamp();
        try
        {
            if (sentinels is not null)
            {
                await FollowAsync();
                return;
            }

            await scripting.Database.Multiplexer.ConfigureAsync().WaitAsync(Patience, time);
        }
        catch (Exception e) when (RedisLoss.IsOne(e))
        {
            Log.NobodyThere(logger, e.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            3102, LogLevel.Warning,
            "Redis held no counters of quotas. Replica {Instance} begins new ones, to which each replica adds what it admitted.")]
        public static partial void Rebuilt(ILogger logger, string instance);

        [LoggerMessage(3110, LogLevel.Information, "Redis holds no counters of quotas yet. Replica {Instance} begins them.")]
        public static partial void Begun(ILogger logger, string instance);

        [LoggerMessage(
            3111, LogLevel.Warning,
            "A Redis has come back with counters of before ({Older}, and {Known} were seen): a second master, or an old copy. It is not "
            + "followed; this gateway admits no more than it holds of the limits until it is set right.")]
        public static partial void Older(ILogger logger, string older, string known);

        [LoggerMessage(
            3112, LogLevel.Error, "Nothing is counted in Redis, and no more is admitted than this gateway holds of the limits: {Reason}")]
        public static partial void Outdated(ILogger logger, string reason);

        [LoggerMessage(
            3113, LogLevel.Warning,
            "Redis held counters of an older version of the gateway (format {Older}). They are gone on with in format {Format}; "
            + "gateways of that version count in them no longer.")]
        public static partial void Upgraded(ILogger logger, int older, int format);

        [LoggerMessage(3103, LogLevel.Debug, "No Redis could be found: {Reason}")]
        public static partial void NobodyThere(ILogger logger, string reason);
    }
}
