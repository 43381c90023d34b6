using Gateway.Configuration;

namespace Gateway.Quotas.Redis;

/// <summary>Computes how much of a subject's limits one replica holds, and how much of that one request takes.</summary>
internal static class LeaseParts
{
    // A hundredth of each limit or, for small limits, the need of one request if that is at most a twentieth. More would withhold from
    // other replicas what this one may never use.
    private const long Part = 100;
    private const long MostPart = 20;

    /// <summary>The amount one request takes of the limits a subject has.</summary>
    public static QuotaAmount NeedOf(QuotaSubject subject, in QuotaAmount estimate, bool isNew)
    {
        var (all, need) = (subject.NeedOf(estimate, isNew), default(QuotaAmount));
        foreach (var (kind, _) in subject.Limits.All)
        {
            need = need.With(kind.Meter, Math.Max(0, all[kind.Meter]));
        }

        return need;
    }

    /// <summary>The amount a replica should hold of a subject's limits, given the size of its requests.</summary>
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

    /// <summary>
    /// Reduces a request's need to the part that is still counted while Redis is away, according to the operator's setting.
    /// </summary>
    /// <returns>False when nothing is admitted then.</returns>
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

    /// <summary>The amount to give back of what a request took. The request itself stays counted.</summary>
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
