using Gateway.Alerts;
using Gateway.Alerts.Events;
using Gateway.Configuration;
using Gateway.Configuration.Loading;
using Gateway.Health.Alerts;
using Gateway.Ledger;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Alerts;

/// <summary>What passes at once is no news; what lasts is raised once, and resolved when it has been well for as long.</summary>
public sealed class AlertWatchTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly Recorder _recorder = new();

    [Fact]
    public void Trouble_IsRaisedWhenItLasted_AndResolvedWhenItWasWellForAsLong()
    {
        var source = new Source(MayPass: true);
        var watch = Watch(source);
        source.Found = [new AlertEvent(AlertKind.Backend, "b")];
        Pass(watch, 29);
        Assert.Empty(_recorder.Calls);
        Pass(watch, 2);
        Assert.Equal(["+Backend/b"], _recorder.Calls);

        // It comes and goes, and was never well for long.
        for (var i = 0; i < 5; i++)
        {
            source.Found = [];
            Pass(watch, 20);
            source.Found = [new AlertEvent(AlertKind.Backend, "b")];
            Pass(watch, 20);
        }

        Assert.Single(_recorder.Calls);
        source.Found = [];
        Pass(watch, 31);
        Assert.Equal(["+Backend/b", "-Backend/b"], _recorder.Calls);
        Pass(watch, 60);
        Assert.Equal(2, _recorder.Calls.Count);
    }

    [Fact]
    public void Trouble_ThatPasses_IsNeverRaised()
    {
        var source = new Source(MayPass: true) { Found = [new AlertEvent(AlertKind.Redis, "redis")] };
        var watch = Watch(source);
        Pass(watch, 25);
        source.Found = [];
        Pass(watch, 60);
        source.Found = [new AlertEvent(AlertKind.Redis, "redis")];
        Pass(watch, 25);
        Assert.Empty(_recorder.Calls);
    }

    [Fact]
    public void Trouble_ThatDoesNotPassByItself_IsRaisedAtOnce_AndOneSourceThatFailsHidesNoOther()
    {
        var watch = Watch(new Failing(), new Source(MayPass: false) { Found = [new AlertEvent(AlertKind.Account, "cloud")] });
        watch.Look();
        Assert.Equal(["+Account/cloud"], _recorder.Calls);
    }

    [Theory]
    [InlineData(59, null, true, false)]
    [InlineData(61, null, true, true)]
    [InlineData(61, "gone", true, true)]
    [InlineData(0, "gone", true, false)]
    [InlineData(0, null, false, true)]
    public void Ledger_IsBehind_AfterAMinute_OrWhenItTakesNothing(int lag, string? problem, bool isAccepting, bool isTold)
    {
        var health = new LedgerHealth
        {
            IsOn = true,
            IsAccepting = isAccepting,
            Pending = 7,
            Lag = TimeSpan.FromSeconds(lag),
            Spooled = 0,
            Dropped = 0,
            JournalProblem = null,
            StoreProblem = problem,
        };
        Assert.Equal(isTold, new LedgerAlerts(() => health).Find().Any());
        Assert.Single(new LedgerAlerts(() => health with { JournalProblem = "No space left on device" }).Find());
        Assert.Empty(new LedgerAlerts(() => health with { IsOn = false }).Find());
    }

    [Theory]
    [InlineData(6L << 30, 100L << 30, false)]
    [InlineData(4L << 30, 100L << 30, true)]
    [InlineData(4L << 30, 40L << 30, false)]
    [InlineData(1L << 30, 40L << 30, true)]
    [InlineData(0L, 1L << 20, true)]
    public void Disk_IsNearlyFull_BelowATwentiethAnd5GiB(long free, long size, bool isTold) =>
        Assert.Equal(isTold ? 1 : 0, new DiskAlerts(["/data/journal", "/data"], _ => (free, size)).Find().Count());

    [Fact]
    public void Disk_OfThisMachine_IsKnown()
    {
        var space = DiskAlerts.SpaceOf(Path.Combine(Path.GetTempPath(), "not", "there", "yet"))!.Value;
        Assert.InRange(space.Free, 1, space.Size);
    }

    private AlertWatch Watch(params IAlertSource[] sources) => new(
        sources, _recorder, new ConfigStore(new GatewayConfig()), _time, NullLogger<AlertWatch>.Instance);

    private void Pass(AlertWatch watch, int seconds)
    {
        for (var i = 0; i < seconds; i++)
        {
            watch.Look();
            _time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    private sealed record Source(bool MayPass) : IAlertSource
    {
        public IReadOnlyList<AlertEvent> Found { get; set; } = [];

        public IEnumerable<AlertEvent> Find() => Found;
    }

    private sealed class Failing : IAlertSource
    {
        public bool MayPass => true;

        public IEnumerable<AlertEvent> Find() => throw new InvalidOperationException("It fails.");
    }

    private sealed class Recorder : IAlerts
    {
        public List<string> Calls { get; } = [];

        public void Raise(AlertEvent alert) => Calls.Add("+" + alert.Key);

        public void Resolve(AlertKind kind, string about) => Calls.Add("-" + AlertEvent.KeyOf(kind, about));
    }
}
