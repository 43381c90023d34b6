using Gateway.Simulator.Requests;

namespace Gateway.Simulator.Dialects;

/// <summary>How Ollama cuts a prompt that is longer than the context, of which nobody is told but its own log.</summary>
internal static class OllamaPrompt
{
    // The first tokens, which the runner never drops.
    private const int Kept = 4;

    /// <summary>The tokens that are left of the prompt.</summary>
    public static int Left(ChatRequest request, int context, double tokensPerCharacter)
    {
        // Whole messages go first, the oldest first. What the system says stays, and so does the last message.
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
        // Of what is too long by itself, the runner leaves its beginning and half of the rest of the context.
        return tokens <= context ? tokens : Kept + ((context - Kept) / 2);
    }
}
