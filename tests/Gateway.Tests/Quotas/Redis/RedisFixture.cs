using Gateway.Quotas.Redis;
using StackExchange.Redis;

namespace Gateway.Tests.Quotas.Redis;

/// <summary>A Redis whose clock is the test's, emptied for each.</summary>
public sealed class RedisFixture : IAsyncLifetime
{
    private RedisClock? _clock;
    private RedisServer? _server;
    private ConnectionMultiplexer? _connection;

    internal RedisClock Clock => _clock!;

    internal RedisServer Server => _server!;

    internal IConnectionMultiplexer Connection => _connection!;

    internal IDatabase Database => _connection!.GetDatabase();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>Starts it with the first test, so that a missing program skips tests and does not break their class.</summary>
    internal async Task<RedisScripting> BeginAsync(DateTimeOffset now)
    {
        _clock ??= new RedisClock();
        _clock.Now = now;
        _server ??= await RedisServer.StartAsync(_clock);
        _connection ??= await ConnectionMultiplexer.ConnectAsync(RedisConnection.Options(_server.Config, password: null));
        await _server.SendAsync("FLUSHALL");
        var scripting = new RedisScripting(Database, new RedisKeys("gw")) { Epoch = "first" };
        await scripting.CreateAsync(CountersName.Parse("first"));
        return scripting;
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }

        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _clock?.Dispose();
    }
}
