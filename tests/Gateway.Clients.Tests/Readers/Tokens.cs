using System.Text.Json.Nodes;

namespace Gateway.Clients.Tests.Readers;

/// <summary>The token usage that a client tells its user.</summary>
internal sealed record Tokens(int Prompt, int Completion, int Total)
{
    public static Tokens? Of(JsonNode? usage) =>
        usage is null ? null : new Tokens((int)usage["prompt_tokens"]!, (int)usage["completion_tokens"]!, (int)usage["total_tokens"]!);

    /// <summary>The same answer to another prompt, such as one with a client's own tools.</summary>
    public Tokens To(int prompt) => new(prompt, Completion, prompt + Completion);

    public static Tokens? Sum(Tokens? one, Tokens? other) =>
        one is null || other is null
            ? one ?? other
            : new Tokens(one.Prompt + other.Prompt, one.Completion + other.Completion, one.Total + other.Total);
}
