using Gateway.Configuration;

namespace Gateway.Quotas.Redis;

/// <summary>What one replica holds of a subject's limits, and what one request takes of that.</summary>
internal static class LeaseParts
{
    // A hundredth of each limit, and of small ones what one request needs, where that is no more than a twentieth: more would keep
    // from the others what they may never see used.
    private const long Part = 100;
    private const long MostPart = 20;

    /// <summary>What one request takes of the limits that a subject has.</summary>
    public static QuotaAmount NeedOf(QuotaSubject subject, in QuotaAmount estimate, bool isNew)
    {
        var (all, need) = (subject.NeedOf(estimate, isNew), default(QuotaAmount));
        foreach (var (kind, _) in subject.Limits.All)
        {
            need = need.With(kind.Meter, Math.Max(0, all[kind.Meter]));
        }

        return need;
    }

    /// <summary>What a replica should hold of a subject's limits, where requests take so much.</summary>
    public static QuotaAmount WantedOf(QuotaSubject subject, in QuotaAmount estimate)
    {
        var (need, wanted) = (subject.NeedOf(estimate, isNew: true), default(QuotaAmount));
        foreach (var (kind, _) in subject.Limits.All)
        {
            if (subject.CountsRequests || !kind.CountsRequests)
            {
                wanted = wanted.With(kind.Meter, PartOf(subject.Limits.Smallest(kind.Meter), need[kind.Meter]));
            }
        }

        return wanted;
    }

    /// <summary>What a request takes while Redis is away, by the operator's word for that.</summary>
    /// <returns>False where nothing is admitted then.</returns>
    public static bool TryLose(QuotaSubject subject, ref QuotaAmount need)
    {
        var kept = default(QuotaAmount);
        foreach (var (kind, _) in subject.Limits.All)
        {
            var (meter, mode) = (kind.Meter, subject.Loss.Of(kind));
            if (mode == LossMode.Closed && need[meter] > 0)
            {
                return false;
            }

            kept = mode == LossMode.Local ? kept.With(meter, need[meter]) : kept;
        }

        need = kept;
        return true;
    }

    /// <summary>What is given back of what a request took. It was a request, and stays one.</summary>
    public static QuotaAmount Unused(QuotaAmount taken, QuotaAmount used) => QuotaAmount.Each(meter => meter switch
    {
        Meter.Requests => 0,
        Meter.Concurrent => taken[meter],
        Meter.Tokens or Meter.Money or Meter.Pictures or Meter.Seconds or Meter.Characters =>
            taken[meter] == 0 ? 0 : taken[meter] - used[meter],
    });

    private static long PartOf(long? limit, long request) =>
        limit is { } most ? Math.Max(most / Part, request <= most / MostPart ? request : 0) : 0;
}
