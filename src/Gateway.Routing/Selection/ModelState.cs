using Gateway.Routing.Models;

namespace Gateway.Routing.Selection;

/// <summary>
/// How a model on a backend fares at present: how fast it is, whether it may be asked, whether it is loaded. Mutable, safe for use by
/// many threads, and kept while tables come and go.
/// </summary>
/// <param name="time">The clock.</param>
public sealed class ModelState(TimeProvider time)
{
    /// <summary>
    /// How long a model counts as loaded after it answered, when its backend was not asked since: a minute less than the five for
    /// which Ollama keeps one by default.
    /// </summary>
    public static readonly TimeSpan StaysWarm = TimeSpan.FromMinutes(4);

    private readonly PauseClock _pauses = new(time);
    private volatile Times _times = new(0, 0, default, 0);
    private int _inFlight;
    private volatile bool _isOut;

    /// <summary>How fast it was measured to be.</summary>
    public ModelSpeed Speed { get; } = new();

    /// <summary>How long its prompts are beside their estimates.</summary>
    public PromptRatios Prompts { get; } = new();

    /// <summary>What it turned out to lack.</summary>
    public ModelLesson Lesson { get; } = new(time);

    /// <summary>How many requests it answers at a time; 0, the default, when there is no limit that is known.</summary>
    public int Places { get; set; }

    /// <summary>The attempts that are running on it from here.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>An attempt begins. Each needs one <see cref="End"/>.</summary>
    public void Begin() => Interlocked.Increment(ref _inFlight);

    /// <summary>An attempt is over.</summary>
    public void End() => Interlocked.Decrement(ref _inFlight);

    /// <summary>Whether it has failed so often that it is left alone for a while.</summary>
    public bool IsOut => _isOut;

    /// <summary>Whether its backend asked for a pause that is not over.</summary>
    public bool IsPaused => PauseLeft > TimeSpan.Zero;

    /// <summary>What is left of a pause that its backend asked for; zero or less when there is none.</summary>
    public TimeSpan PauseLeft => _pauses.Left;

    /// <summary>The share of requests it gets: 0 while it is out, rising to 1 for some time after it came back.</summary>
    public double Share
    {
        get
        {
            if (_isOut)
            {
                return 0;
            }

            var times = _times;
            return times.BackSince == 0 ? 1 : Math.Min(1, time.GetElapsedTime(times.BackSince) / times.SlowStart);
        }
    }

    /// <summary>Whether it must be loaded before it answers, as far as is known.</summary>
    /// <param name="card">What its backend says.</param>
    public bool IsCold(ModelCard card) => card.IsWarm == false && !AnsweredLately;

    /// <summary>Whether it is known to be loaded.</summary>
    /// <param name="card">What its backend says.</param>
    public bool IsWarm(ModelCard card) => card.IsWarm == true || AnsweredLately;

    /// <summary>Whether it is loaded, as far as is known; <see langword="null"/> when it is not.</summary>
    /// <param name="told">What its backend says.</param>
    public bool? Warmth(bool? told) => AnsweredLately ? true : told;

    /// <summary>How long until it has its full share again; zero when it has it, or is out.</summary>
    public TimeSpan RecoversIn => !_isOut && _times is { BackSince: > 0 } times && times.SlowStart - time.GetElapsedTime(times.BackSince) is var left && left > TimeSpan.Zero
        ? left
        : TimeSpan.Zero;

    /// <summary>Whether it ever answered.</summary>
    public bool HasAnswered => _times.AnsweredAt > 0;

    /// <summary>It answered, so it is loaded.</summary>
    public void Answered() => _times = _times with { AnsweredAt = time.GetTimestamp() };

    /// <summary>Whether it is out, but has been for so long that the next request may find out whether it is well again.</summary>
    public bool IsDue => _isOut && time.GetTimestamp() >= _times.OutUntil;

    /// <summary>It is left alone from now on.</summary>
    /// <param name="length">How long, until <see cref="IsDue"/>.</param>
    public void TakeOut(TimeSpan length)
    {
        _times = _times with { OutUntil = InFuture(length) };
        _isOut = true;
    }

    /// <summary>It is back, with a share that rises.</summary>
    /// <param name="slowStart">The time to its full share.</param>
    public void BringBack(TimeSpan slowStart)
    {
        _times = _times with { BackSince = slowStart > TimeSpan.Zero ? time.GetTimestamp() : 0, SlowStart = slowStart };
        _isOut = false;
    }

    /// <summary>What is left of its pause, and why it is paused, in the terms of whoever paused it.</summary>
    public (TimeSpan Left, object? Reason) PauseNow => _pauses.Now;

    /// <summary>It is not to be asked for some time, by its backend's own word. Of two words the one that ends later holds.</summary>
    /// <param name="pause">How long.</param>
    /// <param name="reason">What is kept for <see cref="PauseNow"/>.</param>
    public void Pause(TimeSpan pause, object? reason = null) => _pauses.Begin(pause, reason);

    /// <summary>Asks whether a request may be sent, as far as pauses go; see <see cref="PauseClock.TryPass"/>.</summary>
    /// <param name="probe">Set when it is the one that finds out whether a long pause still holds.</param>
    public bool TryPass(out PauseProbe? probe) => _pauses.TryPass(out probe);

    private long InFuture(TimeSpan length) => time.GetTimestamp() + (long)(length.TotalSeconds * time.TimestampFrequency);

    private bool AnsweredLately => _times.AnsweredAt is > 0 and var at && time.GetElapsedTime(at) < StaysWarm;

    // Written whole. Of two writers at once one may be lost, which the next answer or failure makes good.
    private sealed record Times(long AnsweredAt, long BackSince, TimeSpan SlowStart, long OutUntil);
}
