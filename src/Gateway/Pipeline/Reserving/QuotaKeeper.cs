using Gateway.Budgets;
using Gateway.Pipeline.Recording;
using Gateway.Quotas;
using Gateway.Requests;

namespace Gateway.Pipeline.Reserving;

/// <summary>
/// Looks after running reservations: enlarges those that a stream outgrows, ends the stream when nothing is left, keeps them from being
/// treated as orphans, and settles the orphans of replicas that died.
/// </summary>
internal sealed partial class QuotaKeeper(
    IQuotaStore store, LiveRequests live, BudgetAlerts alerts, UsageRecorder recorder, TimeProvider time,
    ILogger<QuotaKeeper> logger) : BackgroundService
{
    /// <summary>
    /// The tokens added at a time to an outgrown reservation, so that a stream asks every few seconds rather than all the time.
    /// </summary>
    private const long Step = 1000;

    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);
    private const int RenewEvery = 10;
    private const int SweepEvery = 5;
    private const int RenewAtOnce = 200;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pace, time);
        for (var turn = 1; await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false); turn++)
        {
            try
            {
                await ExtendAsync(stoppingToken);
                await (turn % RenewEvery == 0 ? RenewAsync(stoppingToken) : Task.CompletedTask);
                await (turn % SweepEvery == 0 ? SweepAsync(stoppingToken) : Task.CompletedTask);
                await alerts.LookAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                // Reservations survive three failed turns; no error may end this loop.
                Log.TurnFailed(logger, e);
            }
        }
    }

    private async Task ExtendAsync(CancellationToken cancellationToken)
    {
        foreach (var delivery in live.All)
        {
            if (delivery.Choice.Hold is not { IsExhausted: false } hold)
            {
                continue;
            }

            var used = Charge.Of(delivery.Inquiry, delivery.Progress, hold.Prices);
            if (hold.Reserved.Covers(used))
            {
                continue;
            }

            var more = MoreFor(used, hold);
            if (await store.ExtendAsync(delivery.Inquiry.Id, more, cancellationToken))
            {
                hold.Reserved += more;
            }
            else
            {
                hold.IsExhausted = true;
                delivery.Serving?.Cut();
            }
        }
    }

    // The missing amount plus one step, priced like the tokens so far.
    private static QuotaAmount MoreFor(QuotaAmount used, QuotaHold hold)
    {
        var each = used.Tokens > 0 ? (double)used.Nano / used.Tokens : 0;
        return QuotaAmount.Larger(default, used - hold.Reserved) + new QuotaAmount(Step, (long)(Step * each));
    }

    private async Task RenewAsync(CancellationToken cancellationToken)
    {
        foreach (var batch in live.All.Chunk(RenewAtOnce))
        {
            await store.RenewAsync(
                [.. batch.Select(static d => new QuotaRenewal(d.Inquiry.Id, Charge.Of(d.Inquiry, d.Progress, d.Choice.Hold!.Prices)))],
                cancellationToken);
        }
    }

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        foreach (var orphan in await store.SweepAsync(cancellationToken))
        {
            Log.Orphaned(logger, orphan.Id, orphan.Used.Tokens);
            recorder.Orphan(orphan);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            3003, LogLevel.Warning,
            "Request {Id} was never settled: its replica is gone. It is counted with {Tokens} tokens, what it was last known to have "
            + "used.")]
        public static partial void Orphaned(ILogger logger, string id, long tokens);

        [LoggerMessage(3004, LogLevel.Error, "Reservations could not be looked after.")]
        public static partial void TurnFailed(ILogger logger, Exception exception);
    }
}
