using System.ComponentModel;
using Gateway.Configuration.Fields;

namespace Gateway.Configuration;

[Description(
    "When the gateway takes a failing model on a backend out for a while. A model that is out is tried last, but it is still tried. " +
    "Client errors, refused credentials, pauses that a backend asks for and cold loads never count as failures.")]
internal sealed record EjectionConfig
{
    [Within("1", "1000")]
    [Description("The number of failures in a row that takes a model out.")]
    public int Failures { get; init; } = 5;

    [Within("1", "100")]
    [Description("A model is taken out if more than this percentage of its requests failed over the last 30 seconds.")]
    public int Percent { get; init; } = 50;

    [Within("1", "100000")]
    [Description("The fewest requests over the last 30 seconds for which 'percent' applies.")]
    public int Requests { get; init; } = 20;

    [Within("1s", "1h")]
    [Description("How long a model stays out the first time. Each further time in a row lasts twice as long. Then one request tries it.")]
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(30);

    [Within("1s", "24h")]
    [Description("The longest time that a model stays out.")]
    public TimeSpan MaxTime { get; init; } = TimeSpan.FromMinutes(5);

    [Within("0s", "1h")]
    [Description("How long it takes a model that came back to rise to its full share of requests.")]
    public TimeSpan SlowStart { get; init; } = TimeSpan.FromSeconds(30);
}
