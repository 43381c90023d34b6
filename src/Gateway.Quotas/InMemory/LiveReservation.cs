namespace Gateway.Quotas.InMemory;

/// <summary>The reservation of a running request. When the request is over, the object is reused, so a request allocates none.</summary>
internal sealed class LiveReservation
{
    private SubjectCounters[] _counters = [];
    private bool _hasPlaces;
    private QuotaRoom _requests;
    private QuotaRoom _tokens;

    public QuotaSubject[] Subjects { get; private set; } = [];

    /// <summary>The counters of the <see cref="Subjects"/>, in their order.</summary>
    public ReadOnlySpan<SubjectCounters> Counters => _counters.AsSpan(0, Subjects.Length);

    /// <summary>The time of admission, in Unix seconds.</summary>
    public long Second { get; private set; }

    /// <summary>The original answer, returned when the claim is sent again.</summary>
    public QuotaDecision Decision => new() { Outcome = QuotaOutcome.Granted, Second = Second, Requests = _requests, Tokens = _tokens };

    public QuotaAmount Reserved { get; set; }

    /// <summary>Usage so far, as far as it is known.</summary>
    public QuotaAmount Used { get; set; }

    /// <summary>The time at which it becomes an orphan unless renewed, in Unix milliseconds.</summary>
    public long Deadline { get; set; }

    /// <summary>Takes the subjects of a claim. Their counters are set by <see cref="Put"/>.</summary>
    public void For(QuotaSubject[] subjects)
    {
        Subjects = subjects;
        if (_counters.Length < subjects.Length)
        {
            _counters = new SubjectCounters[subjects.Length];
        }
    }

    public void Put(int index, SubjectCounters counters) => _counters[index] = counters;

    /// <summary>Begins a claim that was granted.</summary>
    public void Begin(in QuotaClaim claim, in QuotaDecision decision, long second, long deadline)
    {
        (_hasPlaces, _requests, _tokens) = (true, decision.Requests, decision.Tokens);
        (Second, Reserved, Used, Deadline) = (second, claim.Estimate, claim.Floor, deadline);
    }

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
