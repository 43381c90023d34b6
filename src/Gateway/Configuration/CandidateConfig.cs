using System.ComponentModel;

namespace Gateway.Configuration;

[Description("A model on a backend.")]
internal sealed record CandidateConfig
{
    [Description("The backend's name.")]
    public required string Backend { get; init; }

    [Description("The model's name as that backend knows it.")]
    public required string Model { get; init; }
}
