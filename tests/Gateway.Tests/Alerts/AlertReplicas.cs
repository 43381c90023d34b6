using System.Diagnostics.Metrics;
using Gateway.Alerts;
using Gateway.Alerts.Board;
using Gateway.Alerts.Events;
using Gateway.Alerts.Targets;
using Gateway.Configuration;
using Gateway.Configuration.Loading;
using Gateway.Telemetry;
using Gateway.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Alerts;

/// <summary>Replicas that tell alerts, without the rest of a gateway, in a time that the test makes pass.</summary>
internal sealed class AlertReplicas : IDisposable
{
    private readonly ServiceProvider _meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly ILoggerFactory _logs;
    private readonly List<(AlertInbox Inbox, AlertKeeper Keeper, AlertTeller Teller)> _all = [];
    private readonly AlertSender _sender;
    private readonly MeterListener _listener = new();

    /// <param name="count">How many.</param>
    /// <param name="targets">Whom they tell.</param>
    /// <param name="time">The clock.</param>
    /// <param name="stores">The stores of each replica, by its number.</param>
    public AlertReplicas(
        int count, IReadOnlyList<AlertTargetConfig> targets, FakeTimeProvider time, Func<int, IReadOnlyList<IBoardStore>> stores)
    {
        Time = time;
        _logs = LoggerFactory.Create(b => b.AddProvider(Log).SetMinimumLevel(LogLevel.Debug));
        _sender = new AlertSender(time);
        Config = new ConfigStore(new GatewayConfig { Alerts = new AlertsConfig { Targets = targets } });
        var meter = new GatewayMeter(_meters.GetRequiredService<IMeterFactory>());
        for (var i = 0; i < count; i++)
        {
            var inbox = new AlertInbox(_logs.CreateLogger<AlertInbox>());
            var teller = new AlertTeller(_sender, new AlertInstruments(meter), time, _logs.CreateLogger<AlertTeller>());
            var exchange = new BoardExchange(stores(i), $"replica-{i}", time, _logs.CreateLogger<BoardExchange>());
            _all.Add((inbox, new AlertKeeper(
                inbox, exchange, teller, Config, new AlertReplica($"replica-{i}"), time, _logs.CreateLogger<AlertKeeper>()), teller));
        }

        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == _meters.GetRequiredService<IMeterFactory>() && instrument.Name == Names.Own.Alerts)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
        {
            var outcome = (string)tags.ToArray().Single(static t => t.Key == Names.Attributes.Outcome).Value!;
            lock (Counted)
            {
                Counted[outcome] = Counted.GetValueOrDefault(outcome) + value;
            }
        });
        _listener.Start();
    }

    public FakeTimeProvider Time { get; }

    public ConfigStore Config { get; }

    public CapturedLog Log { get; } = new();

    /// <summary>What the metric counted, by outcome.</summary>
    public Dictionary<string, long> Counted { get; } = [];

    public IAlerts this[int replica] => _all[replica].Inbox;

    public AlertBoard BoardOf(int replica) => _all[replica].Keeper.Board;

    public AlertKeeper KeeperOf(int replica) => _all[replica].Keeper;

    /// <summary>Lets seconds pass; in each, every replica takes its turn, and what is sent is answered.</summary>
    public async Task PassAsync(int seconds, params int[] without)
    {
        for (var second = 0; second < seconds; second++)
        {
            for (var i = 0; i < _all.Count; i++)
            {
                if (!without.Contains(i))
                {
                    // With each answer comes a turn, and there is one message a second.
                    await _all[i].Keeper.TakeATurnAsync(default);
                    await _all[i].Teller.WhenIdleAsync();
                    await _all[i].Keeper.TakeATurnAsync(default);
                }
            }

            Time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        foreach (var (_, keeper, _) in _all)
        {
            keeper.Dispose();
        }

        _sender.Dispose();
        _logs.Dispose();
        _meters.Dispose();
    }
}
