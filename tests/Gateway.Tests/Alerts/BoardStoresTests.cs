using Gateway.Alerts.Board;
using Gateway.Alerts.Events;
using Gateway.Configuration;
using Gateway.Quotas.Redis;
using Gateway.Tests.Hosting;
using Gateway.Tests.Quotas.Redis;
using Microsoft.Extensions.Time.Testing;
using StackExchange.Redis;

namespace Gateway.Tests.Alerts;

/// <summary>
/// Replicas share what was told over a real Redis and a real PostgreSQL, and one gateway keeps it over a restart in SQLite.
/// </summary>
[Collection("PostgreSQL")]
public sealed class BoardStoresTests(PostgresServer postgres) : IAsyncLifetime
{
    private static readonly AlertEvent s_down = new(AlertKind.Backend, "ollama");

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 12, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly SecretFiles _files = new();
    private ChatBots _bots = null!;

    public async ValueTask InitializeAsync() => _bots = await ChatBots.StartAsync(_time);

    public async ValueTask DisposeAsync()
    {
        await _bots.DisposeAsync();
        _files.Dispose();
    }

    [Fact]
    public async Task ThreeReplicas_OnOneRedis_TellOnce_AndItsCountersMayBeginAnew()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var connection = await ConnectionMultiplexer.ConnectAsync(RedisConnection.Options(redis.Config, password: null));
        var scripting = new RedisScripting(connection.GetDatabase(), new RedisKeys("gw"));
        var note = new RedisNote(scripting, scripting.Keys.Alerts, TimeProvider.System);
        await TellsOnceAsync(_ => [new RedisBoardStore(note)]);
        await scripting.ForgetAsync();
        Assert.NotNull(await note.ReadAsync());
    }

    [Fact]
    public async Task ThreeReplicas_OnOnePostgreSql_TellOnce()
    {
        using var database = await TestDatabase.CreateAsync("postgresql", postgres);
        await TellsOnceAsync(_ => [new DatabaseBoardStore(database.Options.ForLedger)]);
    }

    [Fact]
    public async Task Redis_ThatIsAway_IsToldOnce_OverTheDatabase()
    {
        using var database = await TestDatabase.CreateAsync("postgresql", postgres);
        await using var redis = await RedisServer.StartAsync();
        await using var connection = await ConnectionMultiplexer.ConnectAsync(RedisConnection.Options(redis.Config, password: null));
        var note = NoteOf(connection);
        using var replicas = new AlertReplicas(
            3, [_files.Feishu(_bots)], _time, _ => [new RedisBoardStore(note), new DatabaseBoardStore(database.Options.ForLedger)]);
        replicas[0].Raise(s_down);
        await replicas.PassAsync(3);
        await redis.KillAsync();
        for (var i = 0; i < 3; i++)
        {
            replicas[i].Raise(new AlertEvent(AlertKind.Redis, "redis"));
            await replicas.PassAsync(6);
        }

        // What Redis knew is known in the database too: each replica brought its copy.
        Assert.Equal(2, _bots.Taken.Count);
        Assert.Equal(3, replicas.BoardOf(0).Alerts["Redis/redis"].Holders.Count);
        await redis.StartAsync();
        await WaitUntil.TrueAsync(() => connection.IsConnected);
        for (var i = 0; i < 3; i++)
        {
            replicas[i].Resolve(AlertKind.Redis, "redis");
        }

        await replicas.PassAsync(12);
        Assert.Equal(3, _bots.Taken.Count);
        Assert.NotNull(await note.ReadAsync());
    }

    [Fact]
    public async Task Gateway_ThatIsStartedAgain_DoesNotTellAgain_WhatItStillSees()
    {
        using var database = await TestDatabase.CreateAsync("sqlite", postgres);
        for (var run = 0; run < 2; run++)
        {
            using var replicas = new AlertReplicas(
                1, [_files.Feishu(_bots)], _time, _ => [new DatabaseBoardStore(database.Options.ForLedger)]);
            await replicas.PassAsync(5);
            replicas[0].Raise(s_down);
            await replicas.PassAsync(5);
        }

        Assert.Single(_bots.Taken);
        // And one that sees it no more says that it is over.
        using var last = new AlertReplicas(1, [_files.Feishu(_bots)], _time, _ => [new DatabaseBoardStore(database.Options.ForLedger)]);
        await last.PassAsync(100);
        Assert.StartsWith("[Gateway] Over: ", _bots.TakenBy("feishu")[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgresql")]
    public async Task Writers_AtOnce_AreOneThatWinsAndOthersThatKnow(string provider)
    {
        using var database = await TestDatabase.CreateAsync(provider, postgres);
        var stores = Enumerable.Range(0, 4).Select(_ => new DatabaseBoardStore(database.Options.ForLedger)).ToList();
        Assert.Null(await stores[0].ReadAsync(default));
        for (var revision = 1; revision <= 5; revision++)
        {
            var board = AlertBoard.Empty.Raise(s_down, $"replica-{revision}", _time.GetUtcNow()) with { Revision = revision };
            var wins = await Task.WhenAll(stores.Select(s => Task.Run(() => s.TryWriteAsync(board, revision - 1, default))));
            Assert.Single(wins, static w => w);
            Assert.Equal([$"replica-{revision}"], (await stores[3].ReadAsync(default))!.Alerts[s_down.Key].Holders.Keys);
        }
    }

    private static RedisNote NoteOf(ConnectionMultiplexer connection)
    {
        var scripting = new RedisScripting(connection.GetDatabase(), new RedisKeys("gw"));
        return new RedisNote(scripting, scripting.Keys.Alerts, TimeProvider.System);
    }

    private async Task TellsOnceAsync(Func<int, IReadOnlyList<IBoardStore>> stores)
    {
        using var replicas = new AlertReplicas(3, _files.All(_bots), _time, stores);
        for (var i = 0; i < 3; i++)
        {
            replicas[i].Raise(s_down);
        }

        await replicas.PassAsync(10);
        Assert.Equal(4, _bots.Taken.Count);
        for (var i = 0; i < 3; i++)
        {
            replicas[i].Resolve(AlertKind.Backend, "ollama");
        }

        await replicas.PassAsync(10);
        Assert.Equal(8, _bots.Taken.Count);
        Assert.Empty(_bots.Refused);
    }
}
