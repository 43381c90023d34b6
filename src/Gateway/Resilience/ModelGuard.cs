using Gateway.Configuration;
using Gateway.Resilience.Ejection;
using Gateway.Resilience.Retries;
using Gateway.Routing.Selection;
using Polly;
using Polly.Retry;

namespace Gateway.Resilience;

/// <summary>What stands around the attempts on one model of one backend: retries within a budget, and ejection. One pipeline for each.</summary>
/// <typeparam name="T">The outcome of an attempt.</typeparam>
internal sealed class ModelGuard<T>
    where T : IAttemptResult<T>
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(200);

    // A timer may fire some milliseconds before the clock says so, and then the pause would still hold.
    private static readonly TimeSpan TimerSlack = TimeSpan.FromMilliseconds(20);

    private readonly RetryBudget _budget;
    private readonly Func<double> _random;
    private readonly TimeProvider _time;
    private volatile Pipelines _pipelines;

    public ModelGuard(ModelState state, RetryBudget budget, ResilienceConfig options, Func<double> random, TimeProvider time)
    {
        (_budget, _random, _time) = (budget, random, time);
        Outlier = new Outlier(state, time);
        _pipelines = Build(options);
    }

    public Outlier Outlier { get; }

    /// <summary>Makes an attempt. Who makes it counts it, when it is really sent: a model that is out refuses it here.</summary>
    /// <param name="mayRetry">Whether the same may be tried again, since no other candidate is left.</param>
    /// <param name="isLastResort">Whether it is tried also when it is out.</param>
    /// <param name="attempt">The attempt.</param>
    /// <param name="state">What the attempt needs.</param>
    /// <param name="cancellationToken">Cancelled when the client leaves.</param>
    public async ValueTask<T> RunAsync<TState>(
        bool mayRetry, bool isLastResort, Func<TState, ValueTask<T>> attempt, TState state, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        try
        {
            context.Properties.Set(EjectionStrategy<T>.IsLastResort, isLastResort);
            return await (mayRetry ? _pipelines.Again : _pipelines.Once).ExecuteAsync(
                static (_, s) => s.attempt(s.state), context, (attempt, state));
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>Takes over what a reload of the configuration changed; what was counted stays.</summary>
    public void Configure(ResilienceConfig options)
    {
        if (!ReferenceEquals(options, _pipelines.Options))
        {
            _pipelines = Build(options);
        }
    }

    private Pipelines Build(ResilienceConfig options)
    {
        Outlier.Options = options.Ejection;
        var ejection = new EjectionStrategy<T>(Outlier);
        var once = new ResiliencePipelineBuilder<T> { TimeProvider = _time }.AddStrategy(_ => ejection).Build();
        var again = options.Retries == 0
            ? once
            : new ResiliencePipelineBuilder<T> { TimeProvider = _time }.AddRetry(Retry(options)).AddStrategy(_ => ejection).Build();
        return new Pipelines(options, once, again);
    }

    private RetryStrategyOptions<T> Retry(ResilienceConfig options) => new()
    {
        MaxRetryAttempts = options.Retries,
        BackoffType = DelayBackoffType.Exponential,
        Delay = FirstDelay,
        MaxDelay = options.MaxRetryDelay,
        UseJitter = true,
        Randomizer = _random,
        // Polly asks also after the last try, which must cost the budget nothing.
        ShouldHandle = args => new ValueTask<bool>(
            args.AttemptNumber < options.Retries
            && args.Outcome is { Exception: null, Result: { MayPass: true } result }
            && !(result.RetryAfter > options.MaxRetryDelay)
            && _budget.TryTake(options.RetryPercent)),
        // A little longer than asked for, and not for all at once.
        DelayGenerator = args => new ValueTask<TimeSpan?>(
            args.Outcome is { Exception: null, Result.RetryAfter: { } asked } ? asked * (1 + _random() / 10) + TimerSlack : null),
        // It is retried because no other candidate is left, so that it was taken out meanwhile changes nothing; and its failure
        // is known, which "out" would hide.
        OnRetry = static args =>
        {
            args.Context.Properties.Set(EjectionStrategy<T>.IsLastResort, true);
            return default;
        },
    };

    private sealed record Pipelines(ResilienceConfig Options, ResiliencePipeline<T> Once, ResiliencePipeline<T> Again);
}
