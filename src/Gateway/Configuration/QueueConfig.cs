using System.ComponentModel;
using Gateway.Configuration.Binding;

namespace Gateway.Configuration;

[Description("The line before a backend that takes only so many requests at a time. Owners take turns in it.")]
internal sealed record QueueConfig
{
    [Within("0", "100000")]
    [Description("Most requests that wait. Further ones go to the next candidate, or are answered with 503.")]
    public int Size { get; init; } = 64;

    [Within("100ms", "1h")]
    [Description("Longest wait. Who waited so long goes to the next candidate, or is answered with 503.")]
    public TimeSpan MaxWait { get; init; } = TimeSpan.FromSeconds(30);

    [Within("0s", "1h")]
    [Description("A request that would wait longer than this goes to the next candidate at once, where there is one that it may reach.")]
    public TimeSpan SpillAfter { get; init; } = TimeSpan.FromSeconds(5);
}
