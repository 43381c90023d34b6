using Gateway.Resilience.Ejection;

namespace Gateway.Resilience;

/// <summary>The outcome of an attempt as far as guards need it; its type belongs to a higher layer.</summary>
internal interface IAttemptResult
{
    /// <summary>Its verdict on the model.</summary>
    Fault Fault { get; }

    /// <summary>True when the same request may succeed in a moment on the same backend.</summary>
    bool MayPass { get; }

    /// <summary>How long the backend asks to be left alone; null when it does not say.</summary>
    TimeSpan? RetryAfter { get; }
}
