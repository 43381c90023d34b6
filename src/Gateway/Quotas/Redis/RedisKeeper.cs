using System.Globalization;
using StackExchange.Redis;

namespace Gateway.Quotas.Redis;

/// <summary>
/// Asks for Redis while it is away, makes the counters anew where they were lost, tells them what was admitted meanwhile, and
/// says that this replica lives.
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

        // A server that was started again, or has taken over: they may lack what only some of the replicas know of.
        OfAnotherRun,

        // They lack what this replica has seen of them.
        Copy,
    }

    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan BeatEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    // A replica that says nothing for so long counts as gone, and is not waited for where counters are made anew.
    private static readonly TimeSpan CountsFor = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RebuildTakes = TimeSpan.FromSeconds(10);
    // Who counts in Redis looks once a second. So long is waited for those of whom nobody knows, and for those who are only to look.
    private static readonly TimeSpan LookWithin = TimeSpan.FromSeconds(2);

    // A server with an older history is waited out for so long: Sentinels need eight to ten seconds to set a former master right.
    private static readonly TimeSpan OlderIsKept = TimeSpan.FromSeconds(30);
    // One that lacks a moment only may as well be the one that has taken over.
    private static readonly TimeSpan CopyIsKept = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan LookAround = TimeSpan.FromSeconds(2);

    // So many rounds of telling what came while telling, before Redis is asked again whatever comes.
    private const int Rounds = 3;

    private const int WarmUps = 10;

    private readonly RedisKeys _keys = scripting.Keys;
    private long _lastBeat;
    private long _lastLook;
    private long _olderSince;
    private long _beats;
    // How many replicas there were when the counters were last asked in peace; 0 before that.
    private int _knew;
    private bool _isOutdated;

    /// <summary>
    /// The first requests find Redis connected, if it is there, and the way to it compiled: what takes longer than a deadline only
    /// because it is done for the first time must not make the first minute one without Redis.
    /// </summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        for (var i = 0; i < 3 && !link.IsConnected; i++)
        {
            await TakeATurnAsync();
        }

        // It begins the counters, and nobody who has used others may be left out.
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

    // A counter that limits nobody.
    private async Task WarmUpAsync(string id)
    {
        var subject = new QuotaSubject("warm-up", QuotaLimits.None, QuotaCalendar.Utc);
        await store.ReserveAsync(new QuotaClaim(id, [subject], default, default), CancellationToken.None);
        await store.SettleAsync(id, default, CancellationToken.None);
    }

    /// <summary>One look at how things are, and what follows from it.</summary>
    public async Task TakeATurnAsync()
    {
        try
        {
            if (!link.IsConnected)
            {
                // Before the server that was asked is asked again: by now another may lead.
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

    // Says that this replica lives, and looks whether these are the counters that it knows.
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

    // What was admitted meanwhile goes first, so that nobody finds room that is taken. What could not be sent the last time goes
    // before more is added: a Redis that comes and goes must not pile up messages.
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

    // The client finds out by itself who leads after a failover, but not soon.
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
