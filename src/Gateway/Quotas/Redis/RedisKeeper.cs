using StackExchange.Redis;

namespace Gateway.Quotas.Redis;

/// <summary>
/// Asks for Redis while it is away, makes the counters anew where they were lost, tells them what was admitted meanwhile, and
/// says that this replica lives.
/// </summary>
internal sealed partial class RedisKeeper(
    RedisScripting scripting, ReplicaCounters own, RedisLink link, string instance, TimeProvider time, ILogger<RedisKeeper> logger)
    : BackgroundService
{
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan BeatEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    // A replica that says nothing for so long counts as gone, and the others' shares grow.
    private static readonly TimeSpan CountsFor = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RebuildTakes = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LookAround = TimeSpan.FromSeconds(2);

    // So many rounds of telling what came while telling, before Redis is asked again whatever comes.
    private const int Rounds = 3;

    private readonly RedisKeys _keys = scripting.Keys;
    private long _lastBeat;
    private long _lastLook;

    /// <summary>The first requests find Redis connected, if it is there.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        for (var i = 0; i < 3 && !link.IsConnected; i++)
        {
            await TakeATurnAsync();
        }

        await base.StartAsync(cancellationToken);
    }

    /// <summary>One look at how things are, and what follows from it.</summary>
    public async Task TakeATurnAsync()
    {
        try
        {
            if (link.IsLost)
            {
                await RebuildAsync();
            }
            else if (!link.IsConnected)
            {
                await BeatAsync();
                await ReturnAsync();
            }
            else if (own.HasSomethingToTell)
            {
                await own.Outbox.SendAsync();
                own.Tell(withRunning: false);
                await own.Outbox.SendAsync();
            }
            else if (time.GetElapsedTime(_lastBeat) >= BeatEvery)
            {
                await BeatAsync();
                link.Synced();
            }
        }
        catch (Exception e) when (RedisLoss.IsOne(e))
        {
            link.Failed(e);
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

    private async Task BeatAsync()
    {
        var result = await scripting.RunAsync(
            RedisScript.Beat,
            [_keys.Epoch, _keys.Instances],
            [scripting.Epoch, 0, instance, (long)CountsFor.TotalMilliseconds]).WithinAsync(Patience, time);
        link.Replicas = (int)result;
        _lastBeat = time.GetTimestamp();
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

    // Each replica has a mirror of what it admitted, and adds that to the new counters. One of them makes the epoch; what
    // replicas had used that are gone by then must be in the counters before it does, since with the epoch they are valid.
    private async Task RebuildAsync()
    {
        var database = scripting.Database;
        var epoch = await database.StringGetAsync(_keys.Epoch);
        if (epoch.IsNull)
        {
            if (!await database.StringSetAsync(_keys.RebuildLock, instance, RebuildTakes, When.NotExists))
            {
                return;
            }

            await database.StringSetAsync(_keys.Epoch, Guid.CreateVersion7(time.GetUtcNow()).ToString("N"), when: When.NotExists);
            epoch = await database.StringGetAsync(_keys.Epoch);
            Log.Rebuilt(logger, instance);
        }

        if (epoch == scripting.Epoch)
        {
            // The answer to a call that was made before.
            link.Found();
            return;
        }

        own.StartOver((string)epoch!);
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
            await scripting.Database.Multiplexer.ConfigureAsync().WaitAsync(Patience, time);
        }
        catch (Exception e) when (RedisLoss.IsOne(e))
        {
            Log.NobodyThere(logger, e.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(3102, LogLevel.Warning, "Redis held no counters of quotas. Replica {Instance} begins new ones, to which each replica adds what it admitted.")]
        public static partial void Rebuilt(ILogger logger, string instance);

        [LoggerMessage(3103, LogLevel.Debug, "No Redis could be found: {Reason}")]
        public static partial void NobodyThere(ILogger logger, string reason);
    }
}
