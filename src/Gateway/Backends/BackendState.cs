using System.Collections.Immutable;
using Gateway.Backends.Discovery;
using Gateway.Configuration;
using Gateway.Routing.Candidates;
using Gateway.Routing.Models;

namespace Gateway.Backends;

/// <summary>Everything the gateway learned about a backend. Survives a configuration reload.</summary>
/// <param name="time">The clock.</param>
/// <param name="told">Called with the problem when it is news, and with null when there is none any more.</param>
internal sealed class BackendState(TimeProvider time, Action<string?>? told = null)
{
    // A problem that comes and goes with each request is not news each time.
    private static readonly TimeSpan BetweenNews = TimeSpan.FromSeconds(10);

    private long _toldAt;

    private readonly Lock _writing = new();
    private int _timesDown;
    private int _timesDownSeen;
    private volatile Known _known = new();

    /// <summary>The facts it reports about its models; null until its first answer. A failed probe keeps the last answer.</summary>
    public ImmutableArray<ModelFacts>? Facts => _known.Facts;

    /// <summary>The names of <see cref="Facts"/>.</summary>
    public ImmutableArray<string>? Models => _known.Models;

    /// <summary>The time at which <see cref="Facts"/> were read; null until then.</summary>
    public DateTimeOffset? ReadAt => _known.ReadAt;

    /// <summary>The reason the last probe or connection failed; null when it did not, or there was none yet.</summary>
    public string? Problem => _known.Problem;

    /// <summary>
    /// The time since which it has failed without a success in between, whatever the reasons; null when it does not fail.
    /// </summary>
    public DateTimeOffset? ProblemSince => _known.ProblemSince;

    /// <summary>The version of its software; null when it does not say.</summary>
    public string? Version => _known.Version;

    /// <summary>A note for the operator about a backend that does answer; null for none.</summary>
    public string? Note => _known.Note;

    /// <summary>Its load and state under this gateway's own requests.</summary>
    public BackendLoad Load { get; } = new(time);

    /// <summary>The bounds of the lines before it, as currently configured.</summary>
    public QueueConfig Queue { get; set; } = new();

    /// <summary>The memory of its probes.</summary>
    public ProbeMemory Memory { get; } = new();

    /// <summary>The gateway's additions that it refused.</summary>
    public RefusedAdditions Additions { get; } = new(time);

    /// <summary>Records a successful probe.</summary>
    /// <returns>True when it reports something new about its models.</returns>
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
    /// Records that an answer revealed a shorter context than reported: its prompt was cut. Holds until a probe sees the
    /// model loaded, or the model or its
    /// server changes. Does nothing for an unlisted model.
    /// </summary>
    /// <param name="model">The model's name as listed.</param>
    /// <param name="tokens">The number of tokens that certainly fit.</param>
    /// <returns>True when it is news.</returns>
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
    /// Forgets the observed settings if its address refused connections at any time since the last call: it may
    /// have been restarted with others.
    /// </summary>
    /// <returns>True when the facts about its models changed.</returns>
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

    /// <summary>Records that it is up but still loading the model it was started with, which it answers to any request.</summary>
    /// <returns>True when this is news.</returns>
    public bool Loads()
    {
        Clear(static known => known.Problem is not null);
        var isNews = !Load.IsLoading;
        Load.IsLoading = true;
        return isNews;
    }

    /// <summary>Records that a probe failed or that an attempt found no server there.</summary>
    /// <param name="problem">The problem in words.</param>
    /// <param name="isUnreachable">True when nothing answered at all, which any answer disproves.</param>
    /// <returns>True when this is news: it differs from what was last said, or it has answered since.</returns>
    public bool Failed(string problem, bool isUnreachable = false)
    {
        Load.IsLoading = false;
        lock (_writing)
        {
            _timesDown += isUnreachable && Load.IsDown ? 1 : 0;
            var before = _known;
            // That it does not answer is news again after it did; that its list is broken while it serves is not.
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

    /// <summary>Records a successful attempt, which is newer than any failure before it.</summary>
    /// <returns>True when this is news.</returns>
    public bool Reached()
    {
        Load.IsLoading = false;
        return Clear(static known => known.Problem is not null);
    }

    /// <summary>
    /// Records any answer over HTTP, even a refusal. The backend may be sick, but it is there. This ends the report that nothing answers,
    /// but no other problem, such as a broken list.
    /// </summary>
    /// <returns>True when this is news.</returns>
    public bool Responded() => Clear(static known => known.IsUnreachable);

    // Settings that belong to a model outlive its server.
    private static bool IsSeen(ModelFacts facts) => facts.ServedSource
        is ContextSource.Loaded or ContextSource.LastLoaded or ContextSource.ServerSetting or ContextSource.CutAnswer;

    // Every request passes here, and almost none has anything to write.
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
            // Not after a list that is broken while it serves: that does not point to a restart.
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

        // Outlives Reached: a backend whose list is broken while it serves is not reported again each minute.
        public string? LastSaid { get; init; }

        // True when the log says that something is wrong now, so that it must also say when that ends.
        public bool IsTold { get; init; }

        public string? Version { get; init; }

        public string? Note { get; init; }
    }
}
