using System.Collections.Immutable;
using Gateway.Backends.Discovery;
using Gateway.Configuration;
using Gateway.Routing.Models;
using Gateway.Routing.Selection;

namespace Gateway.Backends;

/// <summary>What the gateway learned of a backend. Survives a reload of the configuration.</summary>
/// <param name="time">The clock.</param>
/// <param name="told">Is told what is wrong with it when that is news, and null when nothing is any more.</param>
internal sealed class BackendState(TimeProvider time, Action<string?>? told = null)
{
    // One that comes and goes with each request is no news each time.
    private static readonly TimeSpan BetweenNews = TimeSpan.FromSeconds(10);

    private long _toldAt;

    private readonly Lock _writing = new();
    private int _timesDown;
    private int _timesDownSeen;
    private volatile Known _known = new();

    /// <summary>What it says of its models; null until it has answered once. A probe that fails keeps the last answer.</summary>
    public ImmutableArray<ModelFacts>? Facts => _known.Facts;

    /// <summary>The names of <see cref="Facts"/>.</summary>
    public ImmutableArray<string>? Models => _known.Models;

    /// <summary>When <see cref="Facts"/> were read; null until then.</summary>
    public DateTimeOffset? ReadAt => _known.ReadAt;

    /// <summary>Why the last probe or connection failed; null: it did not, or there was none yet.</summary>
    public string? Problem => _known.Problem;

    /// <summary>Since when it has failed without a success between, whatever the reasons; null: it does not.</summary>
    public DateTimeOffset? ProblemSince => _known.ProblemSince;

    /// <summary>The version of its software; null when it does not tell.</summary>
    public string? Version => _known.Version;

    /// <summary>What the operator should know of it though it answers; null: nothing.</summary>
    public string? Note => _known.Note;

    /// <summary>How it fares under this gateway's own requests.</summary>
    public BackendLoad Load { get; } = new(time);

    /// <summary>The bounds of the lines before it, as the present configuration has them.</summary>
    public QueueConfig Queue { get; set; } = new();

    /// <summary>What its probes remember.</summary>
    public ProbeMemory Memory { get; } = new();

    /// <summary>What it refused of what the gateway adds to requests.</summary>
    public RefusedAdditions Additions { get; } = new(time);

    /// <summary>A probe succeeded.</summary>
    /// <returns>Whether it says something else of its models than before.</returns>
    public bool Answered(DiscoveryResult found)
    {
        Load.IsDown = Load.IsLoading = false;
        lock (_writing)
        {
            var before = _known;
            TellReturn(before);
            var models = Memory.Learned.Apply(found.Models);
            _known = new Known
            {
                Facts = models,
                Models = [.. found.Models.Select(m => m.Model)],
                ReadAt = time.GetUtcNow(),
                Version = found.Version,
                Note = found.Note,
            };
            CountReturn(before.WasAway || before.Problem is not null);
            return before.Facts is not { } last || !FactsComparer.AreSame(last, models);
        }
    }

    /// <summary>
    /// An answer gave away that a model has a shorter context than it is said to have: its prompt was cut. Holds until a probe sees
    /// the model loaded, or the model or its server is another. Nothing for a model that is not listed.
    /// </summary>
    /// <param name="model">The model's name as listed.</param>
    /// <param name="tokens">What surely fits, in tokens.</param>
    /// <returns>Whether it is news.</returns>
    public bool ServedContextLearned(string model, int tokens)
    {
        lock (_writing)
        {
            if (_known.Facts is not { } facts
                || facts.FirstOrDefault(f => f.Model.Equals(model, StringComparison.OrdinalIgnoreCase)) is not { } said
                || Memory.Learned.Learn(said, tokens) is var lowered && lowered == said)
            {
                return false;
            }

            _known = _known with { Facts = facts.Replace(said, lowered) };
            return true;
        }
    }

    /// <summary>
    /// Forgets what was seen of its settings, if its address refused connections at any time since the last call: it may have been started anew, with others.
    /// </summary>
    /// <returns>Whether it is said to hold something else from now on.</returns>
    public bool ForgetRunIfItWasDown()
    {
        lock (_writing)
        {
            if (_timesDown == _timesDownSeen)
            {
                return false;
            }

            _timesDownSeen = _timesDown;
            Memory.ForgetRun();
            if (_known.Facts is not { } facts || !facts.Any(IsSeen))
            {
                return false;
            }

            _known = _known with { Facts = [.. facts.Select(f => IsSeen(f) ? f with { ServedContext = null, ServedSource = null } : f)] };
            return true;
        }
    }

    /// <summary>It is there, but loads the model that it was started with: it says so to whatever it is asked.</summary>
    /// <returns>Whether this is news.</returns>
    public bool Loads()
    {
        Clear(static known => known.Problem is not null);
        var isNews = !Load.IsLoading;
        Load.IsLoading = true;
        return isNews;
    }

    /// <summary>A probe failed, or an attempt found nobody there.</summary>
    /// <param name="problem">What is wrong, in words.</param>
    /// <param name="isUnreachable">Whether nobody answered at all, which any answer disproves.</param>
    /// <returns>Whether this is news: not what was said last, unless it answered since.</returns>
    public bool Failed(string problem, bool isUnreachable = false)
    {
        Load.IsLoading = false;
        lock (_writing)
        {
            _timesDown += isUnreachable && Load.IsDown ? 1 : 0;
            var before = _known;
            // That it does not answer is news again after it did; that its list is broken, though it serves, is not.
            var isAgain = isUnreachable && before.Problem is null && time.GetElapsedTime(_toldAt) >= BetweenNews;
            var isNews = before.LastSaid != problem || isAgain;
            _known = before with
            {
                Problem = problem,
                IsUnreachable = isUnreachable,
                WasAway = before.WasAway || isUnreachable,
                ProblemSince = before.ProblemSince ?? time.GetUtcNow(),
                LastSaid = problem,
                IsTold = before.IsTold || isNews,
            };
            if (isNews)
            {
                _toldAt = time.GetTimestamp();
                told?.Invoke(problem);
            }

            return isNews;
        }
    }

    /// <summary>An attempt succeeded, which is newer than whatever failed before it.</summary>
    /// <returns>Whether this is news.</returns>
    public bool Reached()
    {
        Load.IsLoading = false;
        return Clear(static known => known.Problem is not null);
    }

    /// <summary>
    /// It answered something over HTTP, if only a refusal. It may be sick, but it is there: that nobody answers is disproved, and what
    /// else is wrong with it, such as its list, is not.
    /// </summary>
    /// <returns>Whether this is news.</returns>
    public bool Responded() => Clear(static known => known.IsUnreachable);

    // What a model brings with it outlives its server.
    private static bool IsSeen(ModelFacts facts) => facts.ServedSource
        is ContextSource.Loaded or ContextSource.LastLoaded or ContextSource.ServerSetting or ContextSource.CutAnswer;

    // Every request comes by here, and next to none has anything to write.
    private bool Clear(Func<Known, bool> isDisproved)
    {
        Load.IsDown = false;
        if (!isDisproved(_known))
        {
            return false;
        }

        lock (_writing)
        {
            var before = _known;
            if (!isDisproved(before))
            {
                return false;
            }

            TellReturn(before);
            _known = before with { Problem = null, IsUnreachable = false, WasAway = false, ProblemSince = null, IsTold = false };
            // Not after a list that is broken while it serves: that says nothing of a new start.
            CountReturn(before.WasAway);
            return true;
        }
    }

    private void TellReturn(Known before)
    {
        if (before.IsTold)
        {
            told?.Invoke(null);
        }
    }

    private void CountReturn(bool isReturn)
    {
        if (isReturn)
        {
            Load.ComeBack();
        }
    }

    private sealed record Known
    {
        public ImmutableArray<ModelFacts>? Facts { get; init; }

        public ImmutableArray<string>? Models { get; init; }

        public DateTimeOffset? ReadAt { get; init; }

        public string? Problem { get; init; }

        public bool IsUnreachable { get; init; }

        // Until it answers again, whatever else went wrong meanwhile.
        public bool WasAway { get; init; }

        public DateTimeOffset? ProblemSince { get; init; }

        // Outlives Reached: a backend whose list is broken while it serves is not reported anew each minute.
        public string? LastSaid { get; init; }

        // Whether it stands in the log that something is wrong now, so that its end is to stand there too.
        public bool IsTold { get; init; }

        public string? Version { get; init; }

        public string? Note { get; init; }
    }
}
