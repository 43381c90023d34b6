using System.Collections.Concurrent;
using System.Threading.Channels;
using Gateway.Configuration;
using Gateway.Configuration.Loading;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Configuration.Loading;

public sealed class ConfigIsReloadedTests : IDisposable
{
    // Far more than the watcher needs, on a loaded machine too; reached only when the test fails.
    private const int MaxTicks = 1_000_000;

    private readonly string _path = Path.GetTempFileName();
    private readonly FakeTimeProvider _time = new();
    private readonly ConfigStore _store = new(new GatewayConfig());
    private readonly Messages _log = new();
    private readonly Channel<TimeSpan> _taken = Channel.CreateUnbounded<TimeSpan>();
    private readonly ConfigWatcher _watcher;

    public ConfigIsReloadedTests()
    {
        _store.Changed += () => _taken.Writer.TryWrite(_store.Current.DrainTimeout);
        _watcher = new ConfigWatcher(new ConfigLocation(_path), _store, _time, _log);
    }

    [Fact]
    public async Task File_GoodThenBadThenGood_LastGoodIsInForce()
    {
        await StartAsync("drainTimeout: 1s");
        await WriteAndTickAsync("drainTimeout: 2s", "in force");
        Assert.Equal(TimeSpan.FromSeconds(2), _store.Current.DrainTimeout);

        await WriteAndTickAsync("\ndrainTimeout: two", ":2: drainTimeout: ");
        Assert.Equal(TimeSpan.FromSeconds(2), _store.Current.DrainTimeout);

        await WriteAndTickAsync("drainTimeout: 3s", "in force");
        Assert.Equal(TimeSpan.FromSeconds(3), _store.Current.DrainTimeout);
        Assert.Equal(2, _taken.Reader.Count);
    }

    [Fact]
    public async Task File_MadeGoodAgainAsItWas_IsTaken()
    {
        await StartAsync("drainTimeout: 1s");
        await WriteAndTickAsync("drainTimeout: [", "has mistakes");
        await WriteAndTickAsync("drainTimeout: 1s", "in force");
        Assert.Equal(TimeSpan.FromSeconds(1), _store.Current.DrainTimeout);
    }

    [Fact]
    public async Task File_WithAnotherAddress_NeedsARestart()
    {
        await StartAsync("drainTimeout: 1s");
        await WriteAndTickAsync("listen: { data: \"http://127.0.0.1:5000\" }", "next start");
    }

    [Fact]
    public async Task File_GoneForAMoment_WhatWasReadStays()
    {
        await StartAsync("drainTimeout: 1s");
        File.Delete(_path);
        for (var ticks = 0; ticks < 1_000; ticks++)
        {
            await TickAsync();
        }

        Assert.Equal(TimeSpan.FromSeconds(1), _store.Current.DrainTimeout);
        await WriteAndTickAsync("drainTimeout: 2s", "in force");
        Assert.DoesNotContain(_log.All, m => m.Contains("mistakes", StringComparison.Ordinal));
    }

    public void Dispose()
    {
        _watcher.Dispose();
        File.Delete(_path);
    }

    private async Task StartAsync(string yaml)
    {
        await File.WriteAllTextAsync(_path, yaml, TestContext.Current.CancellationToken);
        await _watcher.StartAsync(TestContext.Current.CancellationToken);
        for (var ticks = 0; ticks < MaxTicks && _taken.Reader.Count == 0; ticks++)
        {
            await TickAsync();
        }

        Assert.Equal(TimeSpan.FromSeconds(1), await _taken.Reader.ReadAsync(TestContext.Current.CancellationToken));
    }

    // The watcher may not wait on its timer yet, so the clock goes on until the message comes; each tick yields first.
    private async Task WriteAndTickAsync(string yaml, string message)
    {
        _log.All.Clear();
        await File.WriteAllTextAsync(_path, yaml, TestContext.Current.CancellationToken);
        for (var ticks = 0; ticks < MaxTicks && !_log.All.Any(m => m.Contains(message, StringComparison.Ordinal)); ticks++)
        {
            await TickAsync();
        }

        Assert.Contains(_log.All, m => m.Contains(message, StringComparison.Ordinal));
    }

    private async Task TickAsync()
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        await Task.Yield();
    }

    private sealed class Messages : ILogger<ConfigWatcher>
    {
        public ConcurrentQueue<string> All { get; } = new();

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            All.Enqueue(formatter(state, exception));
    }
}
