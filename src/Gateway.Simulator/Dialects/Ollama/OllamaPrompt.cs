using Gateway.Simulator.Requests;

namespace Gateway.Simulator.Dialects.Ollama;

/// <summary>Cuts a prompt that is longer than the context, as Ollama does. Only Ollama's own log tells of it.</summary>
internal static class OllamaPrompt
{
    // The first tokens, which the runner never drops.
    private const int Kept = 4;

    /// <summary>Counts the tokens that remain of the prompt.</summary>
    public static int Left(ChatRequest request, int context, double tokensPerCharacter)
    {
        // Whole messages are dropped first, from the oldest on. System messages and the last message stay.
        var characters = request.Parts.Sum(static part => (long)part.Characters);
        foreach (var part in request.Parts.SkipLast(1).Where(static part => !part.IsSystem))
        {
            if (request.Tokens(characters, tokensPerCharacter) <= context)
            {
                break;
            }
            characters -= part.Characters;
        }
        var tokens = request.Tokens(characters, tokensPerCharacter);
        // If the rest is still too long, the runner keeps its beginning and half of the remaining context.
        return tokens <= context ? tokens : Kept + ((context - Kept) / 2);
    }
}
