using Gateway.Configuration;
using Gateway.Resilience.Ejection;
using Gateway.Resilience.Retries;
using Gateway.Routing.Candidates;
using Polly;
using Polly.Retry;

namespace Gateway.Resilience;

/// <summary>
/// Guards the attempts on one model of one backend: <see cref="Outlier"/> keeps requests away while the model is
/// out, and failures that may pass are
/// retried within a budget.
/// </summary>
/// <typeparam name="T">The outcome of an attempt.</typeparam>
internal sealed class ModelGuard<T>
    where T : class, IAttemptResult
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(200);

    // A timer may fire a few milliseconds before the clock reaches its time, and the pause would then still hold.
    private static readonly TimeSpan TimerSlack = TimeSpan.FromMilliseconds(20);

    private readonly RetryBudget _budget;
    private readonly Func<double> _random;
    private readonly TimeProvider _time;
    private volatile Retries _retries;

    public ModelGuard(
        ModelState state, RetryBudget budget, ResilienceConfig options, Func<double> random, TimeProvider time,
        Action<TimeSpan?>? told = null)
    {
        (_budget, _random, _time) = (budget, random, time);
        Outlier = new Outlier(state, time, told);
        _retries = Build(options);
    }

    public Outlier Outlier { get; }

    /// <summary>Retries an attempt that failed for a reason that may pass, as long as budget and limits allow.</summary>
    /// <param name="first">The outcome of the first attempt.</param>
    /// <param name="attempt">The attempt. It runs even if the model is out.</param>
    /// <param name="state">The state the attempt needs.</param>
    /// <param name="cancellationToken">Cancelled when the client leaves.</param>
    /// <returns>The outcome of the last attempt.</returns>
    public ValueTask<T> RetryAsync<TState>(T first, Func<TState, ValueTask<T>> attempt, TState state, CancellationToken cancellationToken)
    {
        if (_retries.Pipeline is not { } pipeline)
        {
            return ValueTask.FromResult(first);
        }

        // The pipeline begins with the attempt already made.
        T? made = first;
        return pipeline.ExecuteAsync(
            _ => Interlocked.Exchange(ref made, null) is { } known ? ValueTask.FromResult(known) : attempt(state), cancellationToken);
    }

    /// <summary>Applies a reloaded configuration; the counts stay.</summary>
    public void Configure(ResilienceConfig options)
    {
        if (!ReferenceEquals(options, _retries.Options))
        {
            _retries = Build(options);
        }
    }

    private Retries Build(ResilienceConfig options)
    {
        Outlier.Options = options.Ejection;
        var pipeline = options.Retries == 0
            ? null
            : new ResiliencePipelineBuilder<T> { TimeProvider = _time }.AddRetry(Retry(options)).Build();
        return new Retries(options, pipeline);
    }

    private RetryStrategyOptions<T> Retry(ResilienceConfig options) => new()
    {
        MaxRetryAttempts = options.Retries,
        BackoffType = DelayBackoffType.Exponential,
        Delay = FirstDelay,
        MaxDelay = options.MaxRetryDelay,
        UseJitter = true,
        Randomizer = _random,
        // Polly also asks after the last try, which must cost the budget nothing.
        ShouldHandle = args => new ValueTask<bool>(
            args.AttemptNumber < options.Retries
            && args.Outcome is { Exception: null, Result: { MayPass: true } result }
            && !(result.RetryAfter > options.MaxRetryDelay)
            && _budget.TryTake(options.RetryPercent)),
        // A little longer than requested, and not the same for all.
        DelayGenerator = args => new ValueTask<TimeSpan?>(
            args.Outcome is { Exception: null, Result.RetryAfter: { } asked } ? asked * (1 + _random() / 10) + TimerSlack : null),
    };

    private sealed record Retries(ResilienceConfig Options, ResiliencePipeline<T>? Pipeline);
}
