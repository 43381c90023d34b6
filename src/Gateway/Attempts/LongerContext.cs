using Gateway.Routing.Candidates;

namespace Gateway.Attempts;

/// <summary>
/// Decides which candidates are worth trying with a prompt that another model found too long. It goes by the lengths that model's backend
/// reported, which are newer and more exact than what was believed when the candidates were chosen.
/// </summary>
internal static class LongerContext
{
    // Tokenizers differ: for the next model a prompt may have a fifth fewer tokens, or a quarter more.
    private const double Fewer = 0.8;
    private const double More = 1.25;

    /// <param name="candidate">The possible next candidate.</param>
    /// <param name="tooLong">The failure of the other.</param>
    public static bool MayTake(Candidate candidate, AttemptFailure tooLong)
    {
        // 413 is usually a byte limit of a proxy before a backend, and another backend has another proxy.
        if (tooLong.Status == StatusCodes.Status413PayloadTooLarge
            && !candidate.Backend.Equals(tooLong.Candidate.Backend, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        if (candidate.Card.ContextLength is not { } context)
        {
            // Nobody knows, so an attempt finds out.
            return true;
        }

        // A backend that silently cuts long prompts must be known to take it; the others report an error themselves.
        return tooLong.Lengths.Prompt is { } prompt
            ? context > prompt * (candidate.Card.CutsSilently ? More : Fewer) && context > (tooLong.Lengths.Context ?? 0)
            : context > (tooLong.Lengths.Context ?? tooLong.Candidate.Card.ContextLength ?? int.MaxValue);
    }
}
