using System.Globalization;
using StackExchange.Redis;

namespace Gateway.Quotas.Redis;

/// <summary>Runs scripts on the counters of one epoch.</summary>
internal sealed class RedisScripting(IDatabase? database, RedisKeys keys, IRedisMeter? measures = null)
{
    private string _epoch = "";
    private IDatabase? _database = database;

    public RedisKeys Keys => keys;

    /// <summary>The database that holds the counters. It changes when Sentinels report a failover.</summary>
    /// <exception cref="RedisException">The database is not known yet.</exception>
    public IDatabase Database
    {
        get => Volatile.Read(ref _database)
            ?? throw new RedisException("No Sentinel names a server that leads.");
        set => Volatile.Write(ref _database, value);
    }

    /// <summary>The counters this replica knows. Every script compares this with what Redis holds.</summary>
    public string Epoch
    {
        get => Volatile.Read(ref _epoch);
        set => Volatile.Write(ref _epoch, value);
    }

    /// <summary>Runs a script in one round trip: by its hash, or in full where this node does not know it.</summary>
    /// <exception cref="CountersLostException">Redis holds other counters.</exception>
    public async ValueTask<RedisResult> RunAsync(RedisScript script, RedisKey[] scriptKeys, RedisValue[] arguments)
    {
        var result = await MeasuredAsync(script, scriptKeys, arguments);
        if (IsOfOthers(result) && await GoesOnAsync())
        {
            arguments[0] = Epoch;
            result = await MeasuredAsync(script, scriptKeys, arguments);
        }

        return IsOfOthers(result) ? throw new CountersLostException() : result;
    }

    /// <summary>Reads the name of the counters in Redis; null for none.</summary>
    public async ValueTask<CountersName?> FindAsync()
    {
        // The first format had no number, only the name.
        if (await Database.KeyTypeAsync(keys.Epoch) == RedisType.String)
        {
            return (string?)await Database.StringGetAsync(keys.Epoch) is { } name ? CountersName.Parse(name, format: 1) : null;
        }

        return await Database.HashGetAllAsync(keys.Epoch) is [var found]
            ? CountersName.Parse(found.Value!, int.Parse((string)found.Name!, CultureInfo.InvariantCulture))
            : null;
    }

    /// <summary>Gives newly created counters their name, unless counters exist already.</summary>
    public Task CreateAsync(CountersName name) => Database.HashSetAsync(keys.Epoch, RedisFormat.Current, name.ToString(), When.NotExists);

    /// <summary>Takes over counters of an older format. From then on, gateways that know only that format cannot use them.</summary>
    /// <returns>Their new name; null where another replica was first.</returns>
    public async ValueTask<CountersName?> UpgradeAsync(CountersName older)
    {
        var next = older with { Term = older.Term + 1, Format = RedisFormat.Current };
        var isDone = (int)await MeasuredAsync(
            RedisScript.Upgrade, [keys.Epoch], [older.Format, older.ToString(), RedisFormat.Current, next.ToString()]) == 1;
        return isDone ? next : null;
    }

    /// <summary>Runs a script, but only on the exact counters it is meant for.</summary>
    public async ValueTask<bool> TryRunAsync(RedisScript script, RedisKey[] scriptKeys, RedisValue[] arguments) =>
        !IsOfOthers(await MeasuredAsync(script, scriptKeys, arguments));

    /// <summary>Removes all counters from the leading servers. The lock for creating new ones and the state of alerts stay.</summary>
    public async Task ForgetAsync()
    {
        foreach (var server in Database.Multiplexer.GetServers().Where(static s => s is { IsConnected: true, IsReplica: false }))
        {
            await foreach (var key in server.KeysAsync(Database.Database, keys.All))
            {
                if (key != keys.RebuildLock && key != keys.Alerts)
                {
                    await Database.KeyDeleteAsync(key);
                }
            }
        }
    }

    private static bool IsOfOthers(RedisResult result) => result.Resp2Type == ResultType.BulkString && (byte[]?)result is [(byte)'!'];

    // Another replica has returned to these same counters, or has opened them.
    private async ValueTask<bool> GoesOnAsync()
    {
        var known = CountersName.Parse(Epoch);
        if (await FindAsync() is not { } found || !found.Follows(known))
        {
            return false;
        }

        Epoch = found.ToString();
        return true;
    }

    private async ValueTask<RedisResult> MeasuredAsync(RedisScript script, RedisKey[] scriptKeys, RedisValue[] arguments)
    {
        var since = measures?.Begin() ?? 0;
        try
        {
            return await EvaluateAsync(script, scriptKeys, arguments);
        }
        finally
        {
            measures?.Ended(script.Name, since);
        }
    }

    private async ValueTask<RedisResult> EvaluateAsync(RedisScript script, RedisKey[] scriptKeys, RedisValue[] arguments)
    {
        try
        {
            return await Database.ScriptEvaluateAsync(script.Hash, scriptKeys, arguments);
        }
        catch (RedisServerException e) when (e.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal))
        {
            // The script is unknown after a flush or restart, or on another node after a failover or a slot migration.
            return await Database.ScriptEvaluateAsync(script.Text, scriptKeys, arguments, CommandFlags.NoScriptCache);
        }
    }
}
