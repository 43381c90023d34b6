namespace Gateway.Quotas.InMemory;

/// <summary>The reservation of a running request.</summary>
internal sealed class LiveReservation(in QuotaClaim claim, SubjectCounters[] counters, long second, QuotaRoom requests, QuotaRoom tokens)
{
    private bool _hasPlaces = true;

    public QuotaSubject[] Subjects { get; } = claim.Subjects;

    public SubjectCounters[] Counters { get; } = counters;

    /// <summary>The time of admission, in Unix seconds.</summary>
    public long Second { get; } = second;

    /// <summary>The original answer, returned when the claim is sent again.</summary>
    public QuotaDecision Decision => new() { Outcome = QuotaOutcome.Granted, Second = Second, Requests = requests, Tokens = tokens };

    public QuotaAmount Reserved { get; set; } = claim.Estimate;

    /// <summary>Usage so far, as far as it is known.</summary>
    public QuotaAmount Used { get; set; } = claim.Floor;

    /// <summary>The time at which it becomes an orphan unless renewed, in Unix milliseconds.</summary>
    public long Deadline { get; set; }

    public void GivePlacesBack()
    {
        if (!_hasPlaces)
        {
            return;
        }

        _hasPlaces = false;
        for (var i = 0; i < Counters.Length; i++)
        {
            if (Subjects[i].CountsRequests)
            {
                Counters[i].End();
            }
        }
    }
}
