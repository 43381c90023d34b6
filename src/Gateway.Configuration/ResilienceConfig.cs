using System.ComponentModel;
using Gateway.Configuration.Fields;

namespace Gateway.Configuration;

[Description(
    "What happens when backends fail. Nothing is sent again after the first byte of an answer has gone to the client, except on routes " +
    "with resume: true.")]
internal sealed record ResilienceConfig
{
    [Within("0", "5")]
    [Description(
        "How often the last candidate of a request is tried again after a failure that may pass. A candidate before it is not tried " +
        "again; the next candidate follows, and that counts as a retry.")]
    public int Retries { get; init; } = 2;

    /// <summary>
    /// The most sends of one request: the first and two more, or more if the operator allows more retries. Beyond that the request may
    /// still go, once, to each backend that never had it: that is failover.
    /// </summary>
    public int MostSends => 1 + Math.Max(2, Retries);

    [Within("0", "100")]
    [Description(
        "The most retries on a backend, as a percentage of the requests that it was sent in the last ten seconds. Three are always " +
        "allowed. While the backend answers no request at all, a send to another of its models also counts as a retry.")]
    public int RetryPercent { get; init; } = 20;

    [Within("1ms", "1m")]
    [Description(
        "The longest wait before a retry. A backend that asks for a longer one (Retry-After) is not retried, and is left alone for " +
        "that time.")]
    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromSeconds(5);

    public EjectionConfig Ejection { get; init; } = new();
}
