using System.ComponentModel;
using Gateway.Configuration.Binding;
using Gateway.Routing.Models;

namespace Gateway.Configuration;

[Description("What you know of a model. It goes before what its backend, the tables of the gateway and its name say.")]
internal sealed record ModelConfig
{
    [Description("The model's name as its backend knows it, in upper or lower case.")]
    public required string Model { get; init; }

    [Description("The backend for which it holds. Default: all.")]
    public string? Backend { get; init; }

    [Description("Tags the model has: Chat, Coder, Math, Reasoning, Vision, Tools, FIM, Audio. With a '-' before it: one that it lacks.")]
    public IReadOnlyList<string> Tags { get; init; } = [];

    [Description("What the model is for. Default: as its backend or its name says.")]
    public ModelType? Type { get; init; }

    [Within("1", "100000000")]
    [Description("The longest context, in tokens. Default: as its backend or the table says.")]
    public int? ContextLength { get; init; }

    [Within("0.001", "1000000")]
    [Description("All parameters, in billions. Default: as its backend, its name or the table says.")]
    public decimal? Parameters { get; init; }

    [Description("What it costs. Default: as config/prices.tsv says.")]
    public PriceConfig? Price { get; init; }
}
