using System.ComponentModel;
using Gateway.Configuration.Fields;

namespace Gateway.Configuration;

[Description("A model on a backend.")]
internal sealed record CandidateConfig
{
    [Description("The backend's name.")]
    public required string Backend { get; init; }

    [Description("The model's name, as that backend knows it.")]
    public required string Model { get; init; }

    [Within("1", "1000")]
    [Description("The candidate's share of requests, relative to the other weights, if the route's policy is weighted.")]
    public int Weight { get; init; } = 1;
}
