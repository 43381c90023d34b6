using Gateway.Routing.Routes;

namespace Gateway.Attempts;

/// <summary>
/// Says which candidates are worth a try with a prompt that another model found too long. By what its backend said of the lengths, which
/// is newer and more exact than what was believed when the candidates were chosen.
/// </summary>
internal static class LongerContext
{
    // Tokenizers differ: a prompt may have a fifth fewer tokens for the next model, or a quarter more.
    private const double Fewer = 0.8;
    private const double More = 1.25;

    /// <param name="candidate">Who might be next.</param>
    /// <param name="tooLong">What the other said.</param>
    public static bool MayTake(Candidate candidate, AttemptFailure tooLong)
    {
        // 413 is mostly a limit for bytes of what stands before a backend, and before another there is another.
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

        // One that cuts what is too long must be known to take it; the others say so themselves.
        return tooLong.Lengths.Prompt is { } prompt
            ? context > prompt * (candidate.Card.CutsSilently ? More : Fewer) && context > (tooLong.Lengths.Context ?? 0)
            : context > (tooLong.Lengths.Context ?? tooLong.Candidate.Card.ContextLength ?? int.MaxValue);
    }
}
