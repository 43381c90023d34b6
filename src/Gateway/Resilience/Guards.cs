using System.Runtime.CompilerServices;
using Gateway.Backends;
using Gateway.Configuration;
using Gateway.Resilience.Queue;
using Gateway.Resilience.Retries;
using Gateway.Routing.Candidates;
using Gateway.Routing.Models;

namespace Gateway.Resilience;

/// <summary>The guard of each model on each backend, made on first use and kept as long as the state it guards.</summary>
/// <typeparam name="T">The outcome of an attempt.</typeparam>
internal sealed class Guards<T>(Random random, TimeProvider time, BackendNews? news = null)
    where T : class, IAttemptResult
{
    private readonly ConditionalWeakTable<ModelState, ModelGuard<T>> _guards = [];
    private readonly ConditionalWeakTable<BackendState, RetryBudget> _budgets = [];
    private readonly ConditionalWeakTable<BackendState, BackendLines> _lines = [];

    /// <summary>The lines before a backend's models; null when no line was ever needed and none is configured.</summary>
    public BackendLines? LinesOf(Backend backend) =>
        _lines.TryGetValue(backend.State, out var lines) ? lines
        : backend.MaxConcurrent > 0 || backend.Traits is { Places: > 0 } or { Places: null, DefaultPlaces: > 0 } ? Configured(backend)
        : null;

    /// <summary>
    /// The line before a model. Null when the number of requests is unlimited, and for models the backend only passes on, which run
    /// elsewhere, behind a line of their own. The bounds are the current ones, not those at the arrival of the request. An embedding model
    /// has a long line: a document comes as some hundred requests at once.
    /// </summary>
    public BackendQueue? QueueOf(Backend backend, Candidate candidate)
    {
        var (machine, places) = (backend.State.Load.Capacity, candidate.State.Places);
        var isLong = candidate.Card.Type == ModelType.Embedding;
        if (candidate.Card.IsPassedOn || (machine == 0 && places == 0))
        {
            return null;
        }

        var (lines, queue) = (Configured(backend), backend.State.Queue);
        return lines.Of(
            candidate.Card.Said?.LineName ?? candidate.Model, candidate.Card.IsListed, places, queue.Size, queue.MaxWait, isLong);
    }

    /// <summary>Applies new bounds to those who wait before a backend, without waiting for the next request to do so.</summary>
    /// <param name="backend">The backend.</param>
    /// <param name="placesOf">The number of requests a model takes at a time.</param>
    public void Follow(Backend backend, Func<string, int> placesOf)
    {
        if (!_lines.TryGetValue(backend.State, out var lines))
        {
            return;
        }

        var queue = backend.State.Queue;
        Configured(backend);
        foreach (var model in backend.State.Facts ?? [])
        {
            lines.Follow(model.LineName, placesOf(model.Model), isUnlimited: backend.Traits.Places == 0, queue.Size, queue.MaxWait);
        }

        lines.Common?.Configure(new QueueOptions(0, queue.Size, queue.MaxWait));
    }

    private BackendLines Configured(Backend backend)
    {
        if (!_lines.TryGetValue(backend.State, out var lines))
        {
            lines = _lines.GetValue(backend.State, _ => new BackendLines(time));
        }

        if (lines.Machine.Places != backend.State.Load.Capacity)
        {
            lines.Machine.Places = backend.State.Load.Capacity;
        }

        return lines;
    }

    /// <summary>The guard of a model that was asked before; null when it never was.</summary>
    public ModelGuard<T>? Find(ModelState model) => _guards.TryGetValue(model, out var guard) ? guard : null;

    /// <summary>The retry budget of a backend.</summary>
    public RetryBudget BudgetOf(BackendState backend) =>
        _budgets.TryGetValue(backend, out var budget) ? budget : _budgets.GetOrAdd(backend, new RetryBudget(time));

    public ModelGuard<T> Of(BackendState backend, Candidate candidate, ResilienceConfig options)
    {
        if (!_guards.TryGetValue(candidate.State, out var guard))
        {
            var (name, model, budget) = (candidate.Backend, candidate.Model, BudgetOf(backend));
            guard = _guards.GetValue(
                candidate.State,
                m => new ModelGuard<T>(m, budget, options, random.NextDouble, time, outFor => news?.Tell(name, model, outFor)));
        }

        guard.Configure(options);
        return guard;
    }
}
