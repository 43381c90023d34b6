using System.Globalization;
using Gateway.Telemetry;
using StackExchange.Redis;

namespace Gateway.Quotas.Redis;

/// <summary>Runs scripts on the counters of one epoch.</summary>
internal sealed class RedisScripting(IDatabase? database, RedisKeys keys, RedisInstruments? measures = null)
{
    private string _epoch = "";
    private IDatabase? _database = database;

    public RedisKeys Keys => keys;

    /// <summary>Where they are. Another server after a failover that Sentinels tell of.</summary>
    /// <exception cref="RedisException">It is not known yet.</exception>
    public IDatabase Database
    {
        get => Volatile.Read(ref _database)
            ?? throw new RedisException("No Sentinel names a server that leads.");
        set => Volatile.Write(ref _database, value);
    }

    /// <summary>The counters this replica knows. Every script compares it with what Redis holds.</summary>
    public string Epoch
    {
        get => Volatile.Read(ref _epoch);
        set => Volatile.Write(ref _epoch, value);
    }

    /// <summary>One round trip: the script is sent by its hash, and whole only where this node does not know it.</summary>
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

    /// <summary>What Redis holds; null for nothing.</summary>
    public async ValueTask<CountersName?> FindAsync()
    {
        // The first format had no number, and nothing beside the name.
        if (await Database.KeyTypeAsync(keys.Epoch) == RedisType.String)
        {
            return (string?)await Database.StringGetAsync(keys.Epoch) is { } name ? CountersName.Parse(name, format: 1) : null;
        }

        return await Database.HashGetAllAsync(keys.Epoch) is [var found]
            ? CountersName.Parse(found.Value!, int.Parse((string)found.Name!, CultureInfo.InvariantCulture))
            : null;
    }

    /// <summary>Names counters just made, unless there are some.</summary>
    public Task CreateAsync(CountersName name) => Database.HashSetAsync(keys.Epoch, RedisFormat.Current, name.ToString(), When.NotExists);

    /// <summary>Takes counters of an older format over. Whoever knows that format only gets no further with them.</summary>
    /// <returns>What they are called now; null where others were first.</returns>
    public async ValueTask<CountersName?> UpgradeAsync(CountersName older)
    {
        var next = older with { Term = older.Term + 1, Format = RedisFormat.Current };
        var isDone = (int)await MeasuredAsync(
            RedisScript.Upgrade, [keys.Epoch], [older.Format, older.ToString(), RedisFormat.Current, next.ToString()]) == 1;
        return isDone ? next : null;
    }

    /// <summary>Runs a script, unless these are not the very counters that it is meant for.</summary>
    public async ValueTask<bool> TryRunAsync(RedisScript script, RedisKey[] scriptKeys, RedisValue[] arguments) =>
        !IsOfOthers(await MeasuredAsync(script, scriptKeys, arguments));

    /// <summary>Removes all counters from the servers that lead, but for who may make new ones.</summary>
    public async Task ForgetAsync()
    {
        foreach (var server in Database.Multiplexer.GetServers().Where(static s => s is { IsConnected: true, IsReplica: false }))
        {
            await foreach (var key in server.KeysAsync(Database.Database, keys.All))
            {
                if (key != keys.RebuildLock)
                {
                    await Database.KeyDeleteAsync(key);
                }
            }
        }
    }

    private static bool IsOfOthers(RedisResult result) => result.Resp2Type == ResultType.BulkString && (byte[]?)result is [(byte)'!'];

    // Another replica has come back to these same counters, or opened them.
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
            // Flushed, restarted, or another node after a failover or a move of the slot.
            return await Database.ScriptEvaluateAsync(script.Text, scriptKeys, arguments, CommandFlags.NoScriptCache);
        }
    }
}
