using Polly;

namespace Gateway.Resilience.Ejection;

/// <summary>The part of a pipeline that keeps requests away from a model that is out, and counts what becomes of the others.</summary>
/// <typeparam name="T">The outcome of an attempt.</typeparam>
internal sealed class EjectionStrategy<T>(Outlier outlier) : ResilienceStrategy<T>
    where T : IAttemptResult<T>
{
    /// <summary>Set on a context whose request has no other candidate left.</summary>
    public static readonly ResiliencePropertyKey<bool> IsLastResort = new("last-resort");

    protected override async ValueTask<Outcome<T>> ExecuteCore<TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<T>>> callback, ResilienceContext context, TState state)
    {
        var admission = outlier.Admit(context.Properties.GetValue(IsLastResort, defaultValue: false));
        if (admission == Clearance.Refused)
        {
            return Outcome.FromResult(T.NotTried(outlier.OutFor));
        }

        var fault = Fault.Neutral;
        try
        {
            var outcome = await callback(context, state);
            fault = outcome.Exception is null ? outcome.Result!.Fault : Fault.Neutral;
            return outcome;
        }
        finally
        {
            // Also when the client left in its middle, which says nothing of the model but must not leave it probing for ever.
            outlier.Ended(admission, fault);
        }
    }
}
