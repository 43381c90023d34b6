using Gateway.Configuration;
using Gateway.Routing.Candidates;

namespace Gateway.Resilience.Ejection;

/// <summary>
/// Takes one model on one backend out of use when it fails too often, lets one request test whether it has recovered, and brings it back
/// slowly. Polly's circuit breaker counts only a share of failures. This also counts failures in a row, doubles its time out, and learns of
/// answers that break after they were committed, when no pipeline runs any more.
/// </summary>
/// <param name="state">The model.</param>
/// <param name="time">The clock.</param>
/// <param name="told">Called with the time out when the model is taken out, and with null when it is back.</param>
internal sealed class Outlier(ModelState state, TimeProvider time, Action<TimeSpan?>? told = null)
{
    private readonly Lock _lock = new();
    private readonly FailureWindow _window = new();
    private int _inARow;
    private int _timesOut;
    private bool _isProbing;
    private long _outSince;
    private TimeSpan _outFor;
    private long _backSince;

    /// <summary>The rule, which a configuration reload may change.</summary>
    public EjectionConfig Options { get; set; } = new();

    /// <summary>The remaining time out; zero when it is not out or the next request may try it.</summary>
    public TimeSpan OutFor
    {
        get
        {
            lock (_lock)
            {
                return state.IsOut ? Left : TimeSpan.Zero;
            }
        }
    }

    /// <param name="isLastResort">True when no other candidate is left.</param>
    public Clearance Admit(bool isLastResort)
    {
        // The usual case, without a lock: a model that is being taken out at this moment gets one more request.
        if (!state.IsOut)
        {
            return Clearance.Normal;
        }

        lock (_lock)
        {
            if (!state.IsOut)
            {
                return Clearance.Normal;
            }

            if (Left <= TimeSpan.Zero && !_isProbing)
            {
                _isProbing = true;
                return Clearance.Probe;
            }

            return isLastResort ? Clearance.LastResort : Clearance.Refused;
        }
    }

    /// <summary>Records the result of an admitted request.</summary>
    public void Ended(Clearance admission, Fault fault)
    {
        lock (_lock)
        {
            switch (fault)
            {
                case Fault.None: Succeeded(); break;
                case Fault.Failed: Failed(admission); break;
                default: _isProbing &= admission != Clearance.Probe; break;
            }
        }
    }

    private TimeSpan Left => _outFor - time.GetElapsedTime(_outSince);

    private long Second => time.GetTimestamp() / time.TimestampFrequency;

    private void Succeeded()
    {
        _inARow = 0;
        if (state.IsOut)
        {
            _isProbing = false;
            _window.Clear();
            _backSince = time.GetTimestamp();
            state.BringBack(Options.SlowStart);
            told?.Invoke(null);
        }

        _window.Count(Second, isGood: true);
        if (_timesOut > 0 && time.GetElapsedTime(_backSince) > Options.SlowStart)
        {
            // It survived its slow start, so the next time out begins short again.
            _timesOut = 0;
        }
    }

    private void Failed(Clearance admission)
    {
        if (state.IsOut)
        {
            if (admission == Clearance.Probe)
            {
                _isProbing = false;
                TakeOut();
            }

            return;
        }

        _inARow++;
        _window.Count(Second, isGood: false);
        var (good, bad) = _window.Sum(Second);
        var isShare = good + bad >= Options.Requests && bad * 100 > Options.Percent * (good + bad);
        if (_inARow >= Options.Failures || isShare)
        {
            TakeOut();
            told?.Invoke(_outFor);
        }
    }

    private void TakeOut()
    {
        _inARow = 0;
        _outSince = time.GetTimestamp();
        var doubled = Options.Time * Math.Pow(2, Math.Min(_timesOut++, 20));
        _outFor = doubled < Options.MaxTime ? doubled : Options.MaxTime;
        state.TakeOut(_outFor);
    }
}
