namespace Gateway.Simulator.Models;

/// <summary>Facts shared by all models whose names contain the same part.</summary>
/// <param name="Part">The part of the name, in lower case.</param>
/// <param name="Family">The architecture.</param>
/// <param name="Stated">The size as names state it, in lower case. <paramref name="Size"/> is the true one.</param>
/// <param name="Size">The true size.</param>
/// <param name="Context">The context length.</param>
/// <param name="Abilities">The abilities beyond those of its type.</param>
internal sealed record KnownModel(string Part, string Family, string Stated, string Size, int Context, params string[] Abilities)
{
    public string SubType { get; init; } = "chat";

    public string? Quantization { get; init; }
}
