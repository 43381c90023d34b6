using System.Collections.Immutable;
using Gateway.Attempts;
using Gateway.Authentication;
using Gateway.Backends;
using Gateway.Resilience;
using Gateway.Resilience.Queue;
using Gateway.Routing.Candidates;
using Gateway.Routing.Models;
using Gateway.Runtime;

namespace Gateway.Health;

/// <summary>Reads the current health of backends and their models from the places that keep its parts.</summary>
internal sealed class BackendHealth(Guards<AttemptOutcome> guards, ModelStates states)
{
    /// <summary>The lines before a backend's models; null when no line was ever needed and none is configured.</summary>
    public BackendLines? LinesOf(Backend backend) => guards.LinesOf(backend);

    /// <summary>True when a candidate can take a request now, as far as is known.</summary>
    public static bool CanTake(Candidate candidate) =>
        candidate is { Load: { IsDown: false, IsRefused: false }, State.IsPaused: false }
            && (!candidate.State.IsOut || candidate.State.IsDue);

    /// <summary>
    /// The expected wait before the model with the longest one, for a caller without a key or, with keys, for an owner who has nothing in
    /// line.
    /// </summary>
    public static TimeSpan ExpectedWait(BackendLines lines) =>
        lines.All.Select(static l => ExpectedWait(l.Line)).DefaultIfEmpty(TimeSpan.Zero).Max();

    /// <summary>The expected wait before one model, for the same caller.</summary>
    public static TimeSpan ExpectedWait(BackendQueue line) => line.ExpectedWait(ApiKey.Anonymous.OwnerOrName);

    /// <summary>A candidate's health.</summary>
    public ModelHealth Of(string model, ModelState state, BackendLoad load, bool? toldWarm)
    {
        var guard = guards.Find(state);
        TimeSpan? outFor = state.IsOut ? Positive(guard?.Outlier.OutFor ?? TimeSpan.Zero) : null;
        var (condition, left) = (load.IsDown, outFor, state.PauseLeft, state.RecoversIn) switch
        {
            (true, _, _, _) => (Condition.Down, (TimeSpan?)null),
            (_, { } rest, _, _) => (Condition.Out, rest),
            (_, _, var pause, _) when pause > TimeSpan.Zero => (Condition.Paused, pause),
            _ when load.IsLoading => (Condition.Loading, null),
            (_, _, _, var rest) when rest > TimeSpan.Zero => (Condition.Recovering, rest),
            _ => (Condition.Ok, null),
        };
        return new ModelHealth(model, state, condition, left, outFor, guard is not null || state.HasAnswered, state.Warmth(toldWarm));
    }

    /// <summary>The models of a backend that were ever asked or are out or paused: those in trouble first, then by name.</summary>
    public ImmutableArray<ModelHealth> ModelsOf(Backend backend)
    {
        var told = new Dictionary<string, ModelFacts>(StringComparer.Ordinal);
        foreach (var facts in backend.State.Facts ?? [])
        {
            told[facts.Model] = facts;
        }

        var lines = guards.LinesOf(backend);
        // When a backend is down or loading, so is every model: it says so itself, and models never asked are no news.
        return
        [
            .. states.Of(backend.Name)
                .Select(s => (s.Model, s.State, Said: told.GetValueOrDefault(s.Model)))
                .Select(s => Of(s.Model, s.State, backend.State.Load, s.Said?.IsWarm) with
                {
                    Line = lines?.Find(s.Said?.LineName ?? s.Model),
                })
                .Where(m => m.WasAsked || m.Condition is not (Condition.Ok or Condition.Down or Condition.Loading))
                .OrderByDescending(m => m.Condition)
                .ThenBy(m => m.Model, StringComparer.Ordinal),
        ];
    }

    private static TimeSpan Positive(TimeSpan time) => time > TimeSpan.Zero ? time : TimeSpan.Zero;
}
