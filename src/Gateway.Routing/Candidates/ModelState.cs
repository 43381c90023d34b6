using Gateway.Routing.Models;

namespace Gateway.Routing.Candidates;

/// <summary>
/// The present state of a model on a backend: how fast it is, whether it may be asked, whether it is loaded. Mutable, safe for use by many
/// threads, and kept when tables are replaced.
/// </summary>
/// <param name="time">The clock.</param>
public sealed class ModelState(TimeProvider time)
{
    /// <summary>
    /// How long a model counts as loaded after an answer if no probe has looked since: one minute less than Ollama's default of five.
    /// </summary>
    public static readonly TimeSpan StaysWarm = TimeSpan.FromMinutes(4);

    private readonly PauseClock _pauses = new(time);
    private volatile Times _times = new(0, 0, default, 0);
    private int _inFlight;
    private volatile bool _isOut;

    /// <summary>The measured speed of the model.</summary>
    public ModelSpeed Speed { get; } = new();

    /// <summary>The length of its prompts compared with their estimates.</summary>
    public PromptRatios Prompts { get; } = new();

    /// <summary>The abilities the model proved to lack or to have.</summary>
    public ModelLesson Lesson { get; } = new(time);

    /// <summary>How many requests it answers at a time; 0, the default, when no limit is known.</summary>
    public int Places { get; set; }

    /// <summary>The gateway's attempts that are running on it.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>Records the start of an attempt. Each needs one <see cref="End"/>.</summary>
    public void Begin() => Interlocked.Increment(ref _inFlight);

    /// <summary>Records the end of an attempt.</summary>
    public void End() => Interlocked.Decrement(ref _inFlight);

    /// <summary>True when it has failed so often that it is left alone for a while.</summary>
    public bool IsOut => _isOut;

    /// <summary>True when its backend asked for a pause that is not over.</summary>
    public bool IsPaused => PauseLeft > TimeSpan.Zero;

    /// <summary>The rest of a pause its backend asked for; zero or less when there is none.</summary>
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

    /// <summary>True when it must be loaded before it answers, as far as is known.</summary>
    /// <param name="card">Its card, with what its backend says.</param>
    public bool IsCold(ModelCard card) => card.IsWarm == false && !AnsweredLately;

    /// <summary>True when it is known to be loaded.</summary>
    /// <param name="card">Its card, with what its backend says.</param>
    public bool IsWarm(ModelCard card) => card.IsWarm == true || AnsweredLately;

    /// <summary>True when it is loaded; <see langword="null"/> when unknown.</summary>
    /// <param name="told">What its backend says.</param>
    public bool? Warmth(bool? told) => AnsweredLately ? true : told;

    /// <summary>The time until it has its full share again; zero when it has it or is out.</summary>
    public TimeSpan RecoversIn =>
        !_isOut
            && _times is { BackSince: > 0 } times
            && times.SlowStart - time.GetElapsedTime(times.BackSince) is var left
            && left > TimeSpan.Zero
        ? left
        : TimeSpan.Zero;

    /// <summary>True when it has ever answered.</summary>
    public bool HasAnswered => _times.AnsweredAt > 0;

    /// <summary>Records that the model answered, so it is loaded.</summary>
    public void Answered() => _times = _times with { AnsweredAt = time.GetTimestamp() };

    /// <summary>True when the model has been out long enough for the next request to test whether it has recovered.</summary>
    public bool IsDue => _isOut && time.GetTimestamp() >= _times.OutUntil;

    /// <summary>Takes the model out of use.</summary>
    /// <param name="length">The time until <see cref="IsDue"/>.</param>
    public void TakeOut(TimeSpan length)
    {
        _times = _times with { OutUntil = InFuture(length) };
        _isOut = true;
    }

    /// <summary>Brings the model back, with a share of requests that rises slowly.</summary>
    /// <param name="slowStart">The time to its full share.</param>
    public void BringBack(TimeSpan slowStart)
    {
        _times = _times with { BackSince = slowStart > TimeSpan.Zero ? time.GetTimestamp() : 0, SlowStart = slowStart };
        _isOut = false;
    }

    /// <summary>The rest of its pause, and the reason given to <see cref="Pause"/>.</summary>
    public (TimeSpan Left, object? Reason) PauseNow => _pauses.Now;

    /// <summary>Pauses the model because its backend asked for it. Of two pauses, the one that ends later applies.</summary>
    /// <param name="pause">How long.</param>
    /// <param name="reason">The reason to keep for <see cref="PauseNow"/>.</param>
    public void Pause(TimeSpan pause, object? reason = null) => _pauses.Begin(pause, reason);

    /// <summary>Asks whether pauses allow a request to be sent; see <see cref="PauseClock.TryPass"/>.</summary>
    /// <param name="probe">Set when this request finds out whether a long pause still holds.</param>
    public bool TryPass(out PauseProbe? probe) => _pauses.TryPass(out probe);

    private long InFuture(TimeSpan length) => time.GetTimestamp() + (long)(length.TotalSeconds * time.TimestampFrequency);

    private bool AnsweredLately => _times.AnsweredAt is > 0 and var at && time.GetElapsedTime(at) < StaysWarm;

    // Replaced as a whole. Of two writers at once one may be lost; the next answer or failure makes up for it.
    private sealed record Times(long AnsweredAt, long BackSince, TimeSpan SlowStart, long OutUntil);
}
