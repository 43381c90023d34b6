using Gateway.Configuration;
using Gateway.Quotas.InMemory;

namespace Gateway.Quotas.Redis;

/// <summary>
/// Uses the shared counters, and keeps going without them: no call fails because Redis does. Each replica holds a small share of each limit
/// beforehand, and by itself admits no more than that. So the limits hold over all replicas, whatever each believes about the state of
/// Redis.
/// </summary>
internal sealed class LossTolerantQuotaStore(
    RedisScripting scripting, RedisQuotaStore redis, RedisLink link, ReplicaCounters own, RedisConfig config,
    TimeProvider time) : IQuotaStore
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);

    private readonly RefusalCache _refusals = new(time);

    public RedisHealth Health => new(
        link.IsConnected,
        link.Since,
        link.Reason,
        link.LastSync == DateTimeOffset.MinValue ? null : link.LastSync,
        link.Replicas,
        own.AdmittedAlone,
        own.Outbox.Count);

    public ValueTask<QuotaDecision> ReserveAsync(QuotaClaim claim, CancellationToken cancellationToken) =>
        ReserveAsync(claim, time.GetTimestamp(), mayBeCounted: false);

    public async ValueTask<bool> ExtendAsync(string id, QuotaAmount more, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        // Redis may not know the reservation yet; the keeper reports it within a moment.
        while (link.IsConnected && own.HasSomethingToTell && LeftSince(began) > TimeSpan.Zero)
        {
            await Task.Delay(LookEvery, time, cancellationToken);
        }

        if (link.IsConnected && !own.HasSomethingToTell)
        {
            try
            {
                var isGranted = await redis.ExtendAsync(id, more, own.SubjectsOf(id)).WithinAsync(config.LostAfter, time);
                if (isGranted)
                {
                    own.CountExtension(id, more);
                }

                return isGranted || own.Extend(id, more, isAway: false);
            }
            catch (Exception e) when (RedisLoss.IsOne(e))
            {
                // Whether or not it was added, the settlement corrects it.
                link.Failed(e);
            }
        }

        return own.Extend(id, more, isAway: !link.IsConnected);
    }

    public async ValueTask<bool> SettleAsync(string id, QuotaAmount used, CancellationToken cancellationToken)
    {
        if (!own.Settle(id, used, out var subjects))
        {
            return true;
        }

        if (own.IsUpToDate)
        {
            try
            {
                // A reservation known here was still running, even if a sweep treated it as an orphan.
                var call = subjects is null ? redis.SettleAsync(id, used, cancellationToken) : redis.SettleLateAsync(id, used, subjects);
                var settling = call.AsTask();
                if (await settling.IsOverAsync(config.Deadline, time))
                {
                    var isSettled = await settling;
                    _refusals.Forget(subjects ?? []);
                    return isSettled;
                }

                // Late is not lost, but settling must not wait. A settlement sent twice counts once.
                settling.Abandon();
            }
            catch (Exception e) when (RedisLoss.IsOne(e))
            {
                link.Failed(e);
            }
        }

        if (subjects is not null)
        {
            own.Outbox.Add(async () => await redis.SettleLateAsync(id, used, subjects));
        }

        return subjects is not null;
    }

    public async ValueTask<IReadOnlyList<string>> RenewAsync(IReadOnlyList<QuotaRenewal> running, CancellationToken cancellationToken)
    {
        var unknown = await own.RenewAsync(running);
        if (!link.IsConnected)
        {
            return unknown;
        }

        try
        {
            return own.TellAgain(await redis.RenewAsync(running, own.SubjectsOf));
        }
        catch (Exception e) when (RedisLoss.IsOne(e))
        {
            link.Failed(e);
            return unknown;
        }
    }

    public async ValueTask<IReadOnlyList<OrphanedReservation>> SweepAsync(CancellationToken cancellationToken)
    {
        // No reservation could be renewed while Redis was away. Every replica gets the length of a lease to say what still runs.
        if (!link.IsConnected || (link.WasAway && time.GetUtcNow() - link.Since < InMemoryQuotaStore.Lease))
        {
            return [];
        }

        var orphans = await own.SweepAsync();
        try
        {
            return [.. orphans, .. await redis.SweepAsync(cancellationToken)];
        }
        catch (Exception e) when (RedisLoss.IsOne(e))
        {
            link.Failed(e);
            return orphans;
        }
    }

    public async ValueTask<bool> OpenAsync(QuotaCorrection opening, CancellationToken cancellationToken)
    {
        if (!link.IsConnected)
        {
            return false;
        }

        try
        {
            return await redis.OpenAsync(opening, cancellationToken).WithinAsync(config.LostAfter, time);
        }
        catch (Exception e) when (RedisLoss.IsOne(e))
        {
            link.Failed(e);
            return false;
        }
    }

    public async ValueTask<bool> CorrectAsync(QuotaCorrection correction, CancellationToken cancellationToken)
    {
        if (!own.IsUpToDate)
        {
            return false;
        }

        try
        {
            return await redis.CorrectAsync(correction, cancellationToken).WithinAsync(config.LostAfter, time);
        }
        catch (Exception e) when (RedisLoss.IsOne(e))
        {
            link.Failed(e);
            return false;
        }
    }

    public async ValueTask<IReadOnlyList<QuotaUse>> PeekAsync(IReadOnlyList<QuotaSubject> subjects, CancellationToken cancellationToken)
    {
        if (link.IsConnected)
        {
            try
            {
                return await redis.PeekAsync(subjects, cancellationToken).WithinAsync(config.LostAfter, time);
            }
            catch (Exception e) when (RedisLoss.IsOne(e))
            {
                link.Failed(e);
            }
        }

        return await own.PeekAsync(subjects);
    }

    private async ValueTask<QuotaDecision> ReserveAsync(QuotaClaim claim, long began, bool mayBeCounted)
    {
        if (!link.IsConnected)
        {
            return await WithoutRedisAsync(claim, began, mayBeCounted);
        }

        if (_refusals.Find(in claim) is { } refusal)
        {
            return own.TryAdmit(in claim, isAway: false, mayBeCounted) ?? refusal;
        }

        var epoch = scripting.Epoch;
        try
        {
            var call = redis.ReserveSharedAsync(claim, epoch).AsTask();
            // Late is not lost. The held share may be used meanwhile; beyond that, wait for the answer.
            if (!await call.IsOverAsync(config.Deadline, time) && own.TryAdmit(in claim, isAway: false, mayBeCounted: true) is { } early)
            {
                call.Abandon();
                return early;
            }

            var shared = await call.WithinAsync(LeftSince(began), time);
            link.Synced();
            return shared.Decision.Outcome == QuotaOutcome.Refused
                ? await RefusedAsync(claim, shared.Decision, epoch)
                : Granted(in claim, in shared, epoch);
        }
        catch (Exception e) when (RedisLoss.IsOne(e))
        {
            // The claim may have been counted, or may be when Redis wakes up. If sent again it counts once; otherwise it is taken back.
            link.Failed(e);
            return await WithoutRedisAsync(claim, began, mayBeCounted: true);
        }
    }

    private QuotaDecision Granted(in QuotaClaim claim, in SharedDecision shared, string epoch)
    {
        if (shared.Decision.IsGranted)
        {
            own.Count(in claim, in shared, epoch);
        }

        return shared.Decision;
    }

    // The share this replica holds is as good as what is left in Redis. If a claim needs both, the replica gives its share back first.
    private async ValueTask<QuotaDecision> RefusedAsync(QuotaClaim claim, QuotaDecision refusal, string epoch)
    {
        if (own.TryAdmit(in claim, isAway: false, mayBeCounted: false) is { } held)
        {
            return held;
        }

        if (await own.ReleaseAsync(claim.Subjects))
        {
            var shared = await redis.ReserveSharedAsync(claim, epoch).WithinAsync(config.LostAfter, time);
            if (shared.Decision.Outcome != QuotaOutcome.Refused)
            {
                return Granted(in claim, in shared, epoch);
            }

            refusal = shared.Decision;
        }

        _refusals.Add(in claim, in refusal);
        return refusal;
    }

    // Requests wait out a short absence. After that they are refused at once and told to try again in a moment.
    private async ValueTask<QuotaDecision> WithoutRedisAsync(QuotaClaim claim, long began, bool mayBeCounted)
    {
        if (own.TryAdmit(in claim, isAway: true, mayBeCounted) is { } admitted)
        {
            return admitted;
        }

        var left = LeftSince(began);
        if (left > TimeSpan.Zero && link.SilentFor < config.LostAfter && await link.ReturnsAsync(left))
        {
            return await ReserveAsync(claim, began, mayBeCounted);
        }

        if (mayBeCounted)
        {
            own.Doubt(claim);
        }

        return new QuotaDecision { Outcome = QuotaOutcome.Closed, RetryAfter = TimeSpan.FromSeconds(1) };
    }

    private TimeSpan LeftSince(long began) => config.LostAfter - time.GetElapsedTime(began);
}
