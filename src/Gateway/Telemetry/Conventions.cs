namespace Gateway.Telemetry;

/// <summary>
/// Which names of the GenAI conventions are used: those last published, or the coming ones, which the conventions' own variable asks for.
/// </summary>
/// <param name="AreComing">Whether it is the coming ones.</param>
internal sealed record Conventions(bool AreComing)
{
    public const string Variable = "OTEL_SEMCONV_STABILITY_OPT_IN";
    public const string Latest = "gen_ai_latest_experimental";

    /// <param name="configuration">The environment, as the host read it. The variable is a list, of which one word is ours.</param>
    public static Conventions Of(IConfiguration configuration) => new(
        configuration[Variable]?.Split(',', StringSplitOptions.TrimEntries).Contains(Latest, StringComparer.Ordinal) == true);
}
