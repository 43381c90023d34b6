using Gateway.Quotas.InMemory;

namespace Gateway.Quotas.Redis;

/// <summary>
/// The shared counters, and what holds without them: no call waits longer than the deadline or fails because Redis does. While it
/// is away this replica admits its share by itself, and tells Redis when it is back.
/// </summary>
internal sealed class LossTolerantQuotaStore(
    RedisScripting scripting, RedisQuotaStore redis, RedisLink link, ReplicaCounters own, TimeSpan deadline, TimeProvider time) : IQuotaStore
{
    private readonly RefusalCache _refusals = new(time);

    public RedisHealth Health => new(
        link.IsConnected,
        link.Since,
        link.Reason,
        link.LastSync == DateTimeOffset.MinValue ? null : link.LastSync,
        link.Replicas,
        own.AdmittedAlone,
        own.Outbox.Count);

    public async ValueTask<QuotaDecision> ReserveAsync(QuotaClaim claim, CancellationToken cancellationToken)
    {
        if (!link.IsConnected)
        {
            return own.Admit(claim);
        }

        if (_refusals.Find(in claim) is { } refusal)
        {
            return refusal;
        }

        var epoch = scripting.Epoch;
        try
        {
            var shared = await redis.ReserveSharedAsync(claim, epoch).WithinAsync(deadline, link, time);
            link.Synced();
            if (shared.Decision.IsGranted)
            {
                own.Count(in claim, in shared, epoch);
            }
            else
            {
                _refusals.Add(in claim, shared.Decision);
            }

            return shared.Decision;
        }
        catch (Exception e) when (RedisLoss.IsOne(e))
        {
            // It may have been counted, or be counted when Redis wakes up.
            link.Failed(e);
            own.Doubt(claim);
            return own.Admit(claim);
        }
    }

    public async ValueTask<bool> ExtendAsync(string id, QuotaAmount more, CancellationToken cancellationToken)
    {
        if (link.IsConnected && !own.HasSomethingToTell)
        {
            try
            {
                var isGranted = await redis.ExtendAsync(id, more, own.SubjectsOf(id)).WithinAsync(deadline, link, time);
                if (isGranted)
                {
                    own.CountExtension(id, more);
                }

                return isGranted;
            }
            catch (Exception e) when (RedisLoss.IsOne(e))
            {
                // Whether it was added or not, the settlement puts it right.
                link.Failed(e);
            }
        }

        return own.Extend(id, more);
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
                // What is known here to run was not over, whatever a sweep has taken it for.
                var call = subjects is null ? redis.SettleAsync(id, used, cancellationToken) : redis.SettleLateAsync(id, used, subjects);
                var isSettled = await call.WithinAsync(deadline, link, time);
                if (subjects is not null)
                {
                    _refusals.Forget(subjects);
                }

                return isSettled;
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
        // After Redis was away no reservation could be renewed for a while. Everyone has a lease's time to say what still runs.
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

    public async ValueTask<bool> CorrectAsync(QuotaCorrection correction, CancellationToken cancellationToken)
    {
        if (!own.IsUpToDate)
        {
            return false;
        }

        try
        {
            return await redis.CorrectAsync(correction, cancellationToken).WithinAsync(deadline, link, time);
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
                return await redis.PeekAsync(subjects, cancellationToken).WithinAsync(deadline, link, time);
            }
            catch (Exception e) when (RedisLoss.IsOne(e))
            {
                link.Failed(e);
            }
        }

        return await own.PeekAsync(subjects);
    }
}
