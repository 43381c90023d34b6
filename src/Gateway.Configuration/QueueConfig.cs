using System.ComponentModel;
using Gateway.Configuration.Fields;

namespace Gateway.Configuration;

[Description(
    "A waiting line for a backend, or for one of its models, where maxConcurrent or maxConcurrentPerModel limits the requests at once. " +
    "Owners take turns in it.")]
internal sealed record QueueConfig
{
    [Within("0", "100000")]
    [Description("The most requests in one line. Further requests go to the next candidate, or get 503.")]
    public int Size { get; init; } = 64;

    [Within("100ms", "1h")]
    [Description(
        "The longest wait of a request that has nowhere else to go. After that it goes to the next candidate, or gets 503. The wait " +
        "does not count towards totalTimeout.")]
    public TimeSpan MaxWait { get; init; } = TimeSpan.FromMinutes(10);

    [Within("0s", "1h")]
    [Description("A request that would wait longer than this goes to the next candidate at once, if there is one that it may use.")]
    public TimeSpan SpillAfter { get; init; } = TimeSpan.FromSeconds(5);
}
