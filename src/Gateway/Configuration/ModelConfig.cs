using System.ComponentModel;
using Gateway.Configuration.Binding;
using Gateway.Routing.Models;

namespace Gateway.Configuration;

[Description("What you know of a model. It goes before what its backend, the tables of the gateway and its name say.")]
internal sealed record ModelConfig
{
    [Description("The model's name as clients may write it: in upper or lower case, on an Ollama without the tag latest, by an alias of the backend's, or as backend/model. One that matches nothing is told in the log and by 'gateway config check --online'.")]
    public required string Model { get; init; }

    [Description("The backend for which it holds. Default: all.")]
    public string? Backend { get; init; }

    [Description("Tags the model has: Chat, Coder, Math, Reasoning, Vision, Tools, FIM, Audio. With a '-' before it: one that it lacks.")]
    public IReadOnlyList<string> Tags { get; init; } = [];

    [Description("What the model is for. Default: as its backend or its name says.")]
    public ModelType? Type { get; init; }

    [Within("1", "100000000")]
    [Description("The longest context, in tokens. Goes before whatever its backend tells. Default: as its backend tells of what it gives, which may be less than the model could take.")]
    public int? ContextLength { get; init; }

    [Within("0.001", "1000000")]
    [Description("All parameters, in billions. Default: as its backend, its name or the table says.")]
    public decimal? Parameters { get; init; }

    [Description("What it costs. Default: as config/prices.tsv says.")]
    public PriceConfig? Price { get; init; }
}
