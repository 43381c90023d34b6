namespace Gateway.Telemetry;

/// <summary>
/// Selects the names of the GenAI conventions: those last published, or the coming ones, which the conventions'
/// own environment variable requests.
/// </summary>
/// <param name="AreComing">True for the coming ones.</param>
internal sealed record Conventions(bool AreComing)
{
    public const string Variable = "OTEL_SEMCONV_STABILITY_OPT_IN";
    public const string Latest = "gen_ai_latest_experimental";

    /// <param name="configuration">The environment as the host read it. The variable is a list, in which one word concerns us.</param>
    public static Conventions Of(IConfiguration configuration) => new(
        configuration[Variable]?.Split(',', StringSplitOptions.TrimEntries).Contains(Latest, StringComparer.Ordinal) == true);
}
