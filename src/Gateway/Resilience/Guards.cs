using System.Runtime.CompilerServices;
using Gateway.Backends;
using Gateway.Configuration;
using Gateway.Resilience.Queue;
using Gateway.Resilience.Retries;
using Gateway.Routing.Routes;
using Gateway.Routing.Selection;

namespace Gateway.Resilience;

/// <summary>The guard of each model on each backend, made when it is first asked for, and kept as long as the state it guards.</summary>
/// <typeparam name="T">The outcome of an attempt.</typeparam>
internal sealed class Guards<T>(Random random, TimeProvider time)
    where T : IAttemptResult<T>
{
    private readonly ConditionalWeakTable<ModelState, ModelGuard<T>> _guards = [];
    private readonly ConditionalWeakTable<BackendState, RetryBudget> _budgets = [];
    private readonly ConditionalWeakTable<BackendState, BackendQueue> _queues = [];
    private readonly ConditionalWeakTable<Backend, BackendQueue> _queuesOfConfig = [];

    /// <summary>The queue before a backend; null for one that takes as many as come.</summary>
    public BackendQueue? QueueOf(Backend backend)
    {
        return backend.MaxConcurrent == 0 ? null : _queuesOfConfig.GetValue(backend, Configured);
    }

    /// <summary>
    /// The queue before the machine that a model runs on; null where as many as come are taken, and for what the backend only passes
    /// on: that runs elsewhere, and whoever takes it has a line of his own.
    /// </summary>
    public BackendQueue? QueueOf(Backend backend, Candidate candidate) => candidate.Card.IsPassedOn ? null : QueueOf(backend);

    // Once for each time the configuration was read; the queue itself, and who waits in it, outlives that.
    private BackendQueue Configured(Backend backend)
    {
        var options = new QueueOptions(backend.MaxConcurrent, backend.Queue.Size, backend.Queue.MaxWait);
        var queue = _queues.GetValue(backend.State, _ => new BackendQueue(options, time));
        queue.Configure(options);
        return queue;
    }

    /// <summary>The guard of a model that was asked before; null: it never was.</summary>
    public ModelGuard<T>? Find(ModelState model) => _guards.TryGetValue(model, out var guard) ? guard : null;

    /// <summary>What a backend may be sent again.</summary>
    public RetryBudget BudgetOf(BackendState backend) => _budgets.GetValue(backend, _ => new RetryBudget(time));

    public ModelGuard<T> Of(BackendState backend, ModelState model, ResilienceConfig options)
    {
        if (!_guards.TryGetValue(model, out var guard))
        {
            var budget = BudgetOf(backend);
            guard = _guards.GetValue(model, m => new ModelGuard<T>(m, budget, options, random.NextDouble, time));
        }

        guard.Configure(options);
        return guard;
    }
}
