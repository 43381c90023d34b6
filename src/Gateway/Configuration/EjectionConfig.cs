using System.ComponentModel;
using Gateway.Configuration.Binding;

namespace Gateway.Configuration;

[Description("When a model on a backend is left alone for a while. Faults of clients, refused credentials, pauses a backend asks for and cold loads never count.")]
internal sealed record EjectionConfig
{
    [Within("1", "1000")]
    [Description("So many failures in a row take it out.")]
    public int Failures { get; init; } = 5;

    [Within("1", "100")]
    [Description("So many percent of failures take it out, over the last 30 seconds.")]
    public int Percent { get; init; } = 50;

    [Within("1", "100000")]
    [Description("The percentage counts from so many requests on.")]
    public int Requests { get; init; } = 20;

    [Within("1s", "1h")]
    [Description("How long it is left alone the first time; each further time in a row twice as long. Then one request tries it.")]
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(30);

    [Within("1s", "24h")]
    [Description("The longest it is left alone.")]
    public TimeSpan MaxTime { get; init; } = TimeSpan.FromMinutes(5);

    [Within("0s", "1h")]
    [Description("How long its share of requests rises to the full one after it came back.")]
    public TimeSpan SlowStart { get; init; } = TimeSpan.FromSeconds(30);
}
