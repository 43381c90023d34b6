using System.Net;
using Gateway.Configuration;
using StackExchange.Redis;

namespace Gateway.Quotas.Redis;

/// <summary>
/// Asks the Sentinels which server leads, and uses only that one. A former master that comes back is not used, even if it still believes it
/// leads.
/// </summary>
internal sealed class RedisSentinels : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly RedisConfig _config;
    private readonly string? _password;
    private readonly ConnectionMultiplexer _sentinels;
    private readonly TimeProvider _time;
    private IConnectionMultiplexer? _server;
    private EndPoint? _address;
    private Action<IConnectionMultiplexer>? _watch;

    public RedisSentinels(RedisConfig config, string? password, TimeProvider time)
    {
        (_config, _password, _time) = (config, password, time);
        // A Sentinel does not share the server's users, and usually has none at all.
        var options = RedisConnection.Options(config with { User = null }, password: null);
        options.CommandMap = CommandMap.Sentinel;
        _sentinels = ConnectionMultiplexer.Connect(options);
    }

    /// <summary>Sets the callback for each new connection.</summary>
    public void Watch(Action<IConnectionMultiplexer> watch) => _watch = watch;

    /// <summary>Finds the leading server.</summary>
    /// <returns>Its database; null when it is already in use, or when nobody knows the leader.</returns>
    public async Task<IDatabase?> LookAsync()
    {
        if (await AddressAsync() is not { } address || address.Equals(_address))
        {
            return null;
        }

        var options = RedisConnection.Options(_config, _password);
        options.EndPoints.Clear();
        options.EndPoints.Add(address);
        var server = await ConnectionMultiplexer.ConnectAsync(options);
        _watch?.Invoke(server);
        var former = _server;
        (_server, _address) = (server, address);
        former?.Dispose();
        return server.GetDatabase();
    }

    public void Dispose()
    {
        _server?.Dispose();
        _sentinels.Dispose();
    }

    // The majority's answer. A Sentinel that was cut off may not have heard yet.
    private async Task<EndPoint?> AddressAsync()
    {
        var answers = await Task.WhenAll(_sentinels.GetServers().Select(AskAsync));
        return answers.Where(static a => a is not null).GroupBy(static a => a).MaxBy(static g => g.Count())?.Key;
    }

    private async Task<EndPoint?> AskAsync(IServer sentinel)
    {
        try
        {
            return await sentinel.SentinelGetMasterAddressByNameAsync(_config.ServiceName!).WaitAsync(Patience, _time);
        }
        catch (Exception e) when (RedisLoss.IsOne(e))
        {
            return null;
        }
    }
}
