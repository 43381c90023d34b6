using System.Collections.Immutable;
using Gateway.Backends.Discovery;
using Gateway.Routing.Models;
using Gateway.Routing.Selection;

namespace Gateway.Backends;

/// <summary>What the gateway learned of a backend. Survives a reload of the configuration.</summary>
internal sealed class BackendState(TimeProvider time)
{
    private readonly Lock _writing = new();
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

    /// <summary>What its probes remember.</summary>
    public ProbeMemory Memory { get; } = new();

    /// <summary>What it refused of what the gateway adds to requests.</summary>
    public RefusedAdditions Additions { get; } = new(time);

    /// <summary>A probe succeeded.</summary>
    /// <returns>Whether it says something else of its models than before.</returns>
    public bool Answered(DiscoveryResult found)
    {
        Load.IsDown = false;
        lock (_writing)
        {
            var before = _known;
            _known = new Known
            {
                Facts = found.Models,
                Models = [.. found.Models.Select(m => m.Model)],
                ReadAt = time.GetUtcNow(),
                Version = found.Version,
                Note = found.Note,
            };
            CountReturn(before.WasAway || before.Problem is not null);
            return before.Facts is not { } last || !FactsComparer.AreSame(last, found.Models);
        }
    }

    /// <summary>A probe failed, or an attempt found nobody there.</summary>
    /// <param name="problem">What is wrong, in words.</param>
    /// <param name="isUnreachable">Whether nobody answered at all, which any answer disproves.</param>
    /// <returns>Whether this is news: not what was said last, unless a probe has succeeded since.</returns>
    public bool Failed(string problem, bool isUnreachable = false)
    {
        lock (_writing)
        {
            var before = _known;
            _known = before with
            {
                Problem = problem,
                IsUnreachable = isUnreachable,
                WasAway = before.WasAway || isUnreachable,
                ProblemSince = before.ProblemSince ?? time.GetUtcNow(),
                LastSaid = problem,
            };
            return before.LastSaid != problem;
        }
    }

    /// <summary>An attempt succeeded, which is newer than whatever failed before it.</summary>
    /// <returns>Whether this is news.</returns>
    public bool Reached() => Clear(static known => known.Problem is not null);

    /// <summary>
    /// It answered something over HTTP, if only a refusal. It may be sick, but it is there: that nobody answers is disproved, and what
    /// else is wrong with it, such as its list, is not.
    /// </summary>
    /// <returns>Whether this is news.</returns>
    public bool Responded() => Clear(static known => known.IsUnreachable);

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

            _known = before with { Problem = null, IsUnreachable = false, WasAway = false, ProblemSince = null };
            // Not after a list that is broken while it serves: that says nothing of a new start.
            CountReturn(before.WasAway);
            return true;
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

        public string? Version { get; init; }

        public string? Note { get; init; }
    }
}
