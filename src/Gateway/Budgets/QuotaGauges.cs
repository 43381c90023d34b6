using System.Diagnostics.Metrics;
using Gateway.Authentication;
using Gateway.Configuration;
using Gateway.Quotas;
using Gateway.Runtime;
using Gateway.Telemetry;

namespace Gateway.Budgets;

/// <summary>
/// Reports how much of each team's limits is used. The counters may be on another machine, but a gauge is read synchronously. So they are
/// queried in the background, and only while somebody reads the gauges.
/// </summary>
internal sealed partial class QuotaGauges : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(10);
    private const string TeamPrefix = "team:";

    private readonly SnapshotStore _snapshots;
    private readonly IQuotaStore _store;
    private readonly QuotaOpening? _opening;
    private readonly TimeProvider _time;
    private readonly ILogger<QuotaGauges> _logger;
    private volatile Measurement<double>[] _values = [];
    private volatile bool _isRead;

    public QuotaGauges(
        GatewayMeter meter, SnapshotStore snapshots, IQuotaStore store, TimeProvider time, ILogger<QuotaGauges> logger,
        QuotaOpening? opening = null)
    {
        (_snapshots, _store, _time, _logger, _opening) = (snapshots, store, time, logger, opening);
        meter.Gauge(
            Names.Own.QuotaUtilization, null,
            "How much of a team's limit is used or reserved, from 0 to 1; of several limits over the same window, the fullest.", Read);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pace, _time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            if (!_isRead)
            {
                continue;
            }

            _isRead = false;
            try
            {
                _values = await LookAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                Log.Failed(_logger, e);
            }
        }
    }

    private IEnumerable<Measurement<double>> Read()
    {
        _isRead = true;
        return _values;
    }

    private async Task<Measurement<double>[]> LookAsync(CancellationToken cancellationToken)
    {
        var snapshot = _snapshots.Current;
        var subjects = new Dictionary<string, (QuotaSubject Subject, string Team)>(StringComparer.Ordinal);
        // Include teams that have no key but may have users of a front end.
        var named = snapshot.Keys.FrontEnds.Teams.Select(static t => ApiKey.Anonymous with { Team = t });
        foreach (var caller in snapshot.Keys.All.Where(static k => k.Team is not null).Concat(named).DistinctBy(
            static k => k.Team, StringComparer.OrdinalIgnoreCase))
        {
            foreach (var subject in snapshot.Policies.AllOf(caller.Counted).Where(
                static s => s.Id.StartsWith(TeamPrefix, StringComparison.Ordinal)))
            {
                subjects[subject.Id] = (subject, RequestTeam(caller));
            }
        }

        var all = subjects.Values.Select(static s => s.Subject).ToList();
        await (_opening?.EnsureAsync(all) ?? ValueTask.CompletedTask);
        var fullest = new Dictionary<(string Team, LimitKind Kind), double>();
        foreach (var use in all.Count == 0 ? [] : await _store.PeekAsync(all, cancellationToken))
        {
            var team = subjects[use.Subject.Id].Team;
            var isOpen = _opening?.IsOpen(use.Subject) != false;
            // A dashboard that shows an unknown budget as unused is worse than one with a gap.
            foreach (var (kind, limit) in use.Subject.Limits.All)
            {
                if (isOpen || !kind.IsBudget)
                {
                    var share = limit == 0 ? 1 : Math.Min(1, (double)use.Of(kind) / limit);
                    fullest[(team, kind)] = Math.Max(share, fullest.GetValueOrDefault((team, kind)));
                }
            }
        }

        return
        [
            .. fullest.Select(static f => new Measurement<double>(
                f.Value, new(Names.Attributes.Team, f.Key.Team), new(Names.Attributes.Window, f.Key.Kind.Name))),
        ];
    }

    private static string RequestTeam(ApiKey caller) => Requests.RequestLabels.TeamOf(caller);

    private static partial class Log
    {
        [LoggerMessage(3005, LogLevel.Warning, "What is used of the limits could not be looked at for the metrics.")]
        public static partial void Failed(ILogger logger, Exception exception);
    }
}
