using System.Runtime.CompilerServices;
using Gateway.Backends;
using Gateway.Configuration;
using Gateway.Resilience.Retries;
using Gateway.Routing.Selection;

namespace Gateway.Resilience;

/// <summary>The guard of each model on each backend, made when it is first asked for, and kept as long as the state it guards.</summary>
/// <typeparam name="T">The outcome of an attempt.</typeparam>
internal sealed class Guards<T>(Random random, TimeProvider time)
    where T : IAttemptResult<T>
{
    private readonly ConditionalWeakTable<ModelState, ModelGuard<T>> _guards = [];
    private readonly ConditionalWeakTable<BackendState, RetryBudget> _budgets = [];

    public ModelGuard<T> Of(BackendState backend, ModelState model, ResilienceConfig options)
    {
        if (!_guards.TryGetValue(model, out var guard))
        {
            var budget = _budgets.GetValue(backend, _ => new RetryBudget(time));
            guard = _guards.GetValue(model, m => new ModelGuard<T>(m, budget, options, random.NextDouble, time));
        }

        guard.Configure(options);
        return guard;
    }
}
