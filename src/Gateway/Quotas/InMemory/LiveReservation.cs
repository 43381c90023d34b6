namespace Gateway.Quotas.InMemory;

/// <summary>What a running request holds.</summary>
internal sealed class LiveReservation(in QuotaClaim claim, SubjectCounters[] counters, long second, QuotaRoom requests, QuotaRoom tokens)
{
    private bool _hasPlaces = true;

    public QuotaSubject[] Subjects { get; } = claim.Subjects;

    public SubjectCounters[] Counters { get; } = counters;

    /// <summary>When it was admitted, in Unix seconds.</summary>
    public long Second { get; } = second;

    /// <summary>What was answered, for a claim that is sent again.</summary>
    public QuotaDecision Decision => new() { Outcome = QuotaOutcome.Granted, Second = Second, Requests = requests, Tokens = tokens };

    public QuotaAmount Reserved { get; set; } = claim.Estimate;

    /// <summary>What it has used up to now, as far as is known.</summary>
    public QuotaAmount Used { get; set; } = claim.Floor;

    /// <summary>When it is an orphan unless it is renewed, in Unix milliseconds.</summary>
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
