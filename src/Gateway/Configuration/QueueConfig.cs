using System.ComponentModel;
using Gateway.Configuration.Binding;

namespace Gateway.Configuration;

[Description("A line before a backend or one of its models that takes only so many requests at a time. Owners take turns in it.")]
internal sealed record QueueConfig
{
    [Within("0", "100000")]
    [Description("Most requests that wait in one line. Further ones go to the next candidate, or are answered with 503.")]
    public int Size { get; init; } = 64;

    [Within("100ms", "1h")]
    [Description("Longest wait, where there is nowhere else to go. Whoever waited so long goes to the next candidate, or is answered with 503. It does not count for totalTimeout. Default: 10m.")]
    public TimeSpan MaxWait { get; init; } = TimeSpan.FromMinutes(10);

    [Within("0s", "1h")]
    [Description("A request that would wait longer than this goes to the next candidate at once, where there is one that it may reach.")]
    public TimeSpan SpillAfter { get; init; } = TimeSpan.FromSeconds(5);
}
