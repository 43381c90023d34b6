namespace Gateway.Resilience;

/// <summary>What the pipeline needs to know of an outcome, whose type belongs to a higher layer.</summary>
/// <typeparam name="TSelf">The outcome.</typeparam>
internal interface IAttemptResult<TSelf>
    where TSelf : IAttemptResult<TSelf>
{
    /// <summary>What it says of the model.</summary>
    Fault Fault { get; }

    /// <summary>Whether the same may succeed in a moment on the same backend.</summary>
    bool MayPass { get; }

    /// <summary>How long the backend asks to be left alone; null when it does not say.</summary>
    TimeSpan? RetryAfter { get; }

    /// <summary>The outcome of an attempt that was not made because the model is out.</summary>
    static abstract TSelf NotTried(TimeSpan outFor);
}
