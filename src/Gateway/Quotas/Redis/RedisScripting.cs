using Gateway.Telemetry;
using StackExchange.Redis;

namespace Gateway.Quotas.Redis;

/// <summary>Runs scripts on the counters of one epoch.</summary>
internal sealed class RedisScripting(IDatabase database, RedisKeys keys, RedisInstruments? measures = null)
{
    private string _epoch = "";

    public RedisKeys Keys => keys;

    public IDatabase Database => database;

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
        var since = measures?.Begin() ?? 0;
        RedisResult result;
        try
        {
            result = await EvaluateAsync(script, scriptKeys, arguments);
        }
        finally
        {
            measures?.Ended(script.Name, since);
        }

        return result.Resp2Type == ResultType.BulkString && (byte[]?)result is [(byte)'!'] ? throw new CountersLostException() : result;
    }

    private async ValueTask<RedisResult> EvaluateAsync(RedisScript script, RedisKey[] scriptKeys, RedisValue[] arguments)
    {
        try
        {
            return await database.ScriptEvaluateAsync(script.Hash, scriptKeys, arguments);
        }
        catch (RedisServerException e) when (e.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal))
        {
            // Flushed, restarted, or another node after a failover or a move of the slot.
            return await database.ScriptEvaluateAsync(script.Text, scriptKeys, arguments, CommandFlags.NoScriptCache);
        }
    }
}
