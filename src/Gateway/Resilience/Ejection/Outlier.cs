using Gateway.Configuration;
using Gateway.Routing.Selection;

namespace Gateway.Resilience.Ejection;

/// <summary>
/// Takes one model on one backend out when it fails too often, lets one request find out whether it is well again, and brings it back
/// slowly. Polly's circuit breaker counts a share of failures only; this also counts failures in a row, doubles its time, and hears of
/// answers that break after they were committed, when no pipeline is running any more.
/// </summary>
/// <param name="state">The model.</param>
/// <param name="time">The clock.</param>
/// <param name="told">Is told how long it is left alone when it is taken out, and null when it is back.</param>
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

    /// <summary>The rule, which a reload of the configuration may change.</summary>
    public EjectionConfig Options { get; set; } = new();

    /// <summary>How long it is still left alone; zero when it is not, or when the next request may try it.</summary>
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

    /// <param name="isLastResort">Whether no other candidate is left.</param>
    public Clearance Admit(bool isLastResort)
    {
        // The usual case, without a lock: a model that is taken out this very moment gets one request more.
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

    /// <summary>Takes in what became of an admitted request.</summary>
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
            // It has held through its slow start; the next time counts from the beginning.
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
