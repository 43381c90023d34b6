using System.ComponentModel;
using Gateway.Configuration.Binding;

namespace Gateway.Configuration;

[Description("What happens when backends fail. Nothing is repeated after the first byte of an answer has gone to the client, but for routes with resume.")]
internal sealed record ResilienceConfig
{
    [Within("0", "5")]
    [Description("How often the last candidate of a request is tried again after a failure that may pass. Candidates before it are followed by the next one instead, which counts as one of these.")]
    public int Retries { get; init; } = 2;

    /// <summary>
    /// The most sends of one request: the first and two more, or more if the operator allows more retries. Beyond that it may still go to a
    /// backend that never had it: that is failover, and each gets it once.
    /// </summary>
    public int MostSends => 1 + Math.Max(2, Retries);

    [Within("0", "100")]
    [Description("Most retries on a backend, in percent of the requests it was sent in the last ten seconds; three are always allowed. Another of its models counts as one while it answers nobody.")]
    public int RetryPercent { get; init; } = 20;

    [Within("1ms", "1m")]
    [Description("Longest wait for a retry. A backend that asks for a longer one (Retry-After) is not retried, and left alone for that time.")]
    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromSeconds(5);

    [Description("When a model on a backend is left alone for a while. It is then tried last, not never.")]
    public EjectionConfig Ejection { get; init; } = new();
}
