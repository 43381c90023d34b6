using System.ComponentModel;
using Gateway.Configuration.Fields;
using Gateway.Routing.Models;

namespace Gateway.Configuration;

[Description("Your own facts about a model. They override what its backend, the gateway's tables and its name say.")]
internal sealed record ModelConfig
{
    [Description(
        "The model's name, as clients may write it: in upper or lower case, without the tag latest on Ollama, by an alias of the " +
        "backend, or as backend/model. The log and 'gateway config check --online' report a name that matches nothing.")]
    public required string Model { get; init; }

    [Description("The backend to which the facts apply. Default: all backends.")]
    public string? Backend { get; init; }

    [Description(
        "Tags that the model has: Chat, Coder, Math, Reasoning, Vision, Tools, FIM, Audio. A '-' before a tag says that the model lacks " +
        "it. Default: none beyond those that the gateway finds out.")]
    public IReadOnlyList<string> Tags { get; init; } = [];

    [Description("What the model is for. Default: what its backend or its name says.")]
    public ModelType? Type { get; init; }

    [Within("1", "100000000")]
    [Description(
        "The longest context, in tokens. It overrides whatever the backend reports. Default: what the backend reports that it gives, " +
        "which may be less than the model could take.")]
    public int? ContextLength { get; init; }

    [Within("0.001", "1000000")]
    [Description("The number of all parameters, in billions. Default: what the backend, the name or the table says.")]
    public decimal? Parameters { get; init; }

    [Description("The price of the model. Default: the price in config/prices.tsv.")]
    public PriceConfig? Price { get; init; }
}
