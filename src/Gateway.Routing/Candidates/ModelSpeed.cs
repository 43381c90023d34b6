namespace Gateway.Routing.Candidates;

/// <summary>
/// The measured speed of a model on a backend: moving averages in which the last answer counts a fifth. Mutable and kept when tables are
/// replaced. Safe for use by many threads. If two answers end at once, the averages may miss one of them.
/// </summary>
public sealed class ModelSpeed
{
    /// <summary>The length of answer, in tokens, at which the speed of models is compared.</summary>
    public const int TypicalAnswer = 200;

    private const double Weight = 0.2;

    private double _firstTokenSeconds = double.NaN;
    private double _tokensPerSecond = double.NaN;

    /// <summary>The time from sending to the first token, in seconds; <see cref="double.NaN"/> before the first answer.</summary>
    public double FirstTokenSeconds => Volatile.Read(ref _firstTokenSeconds);

    /// <summary>The tokens per second after the first; <see cref="double.NaN"/> before the first streamed answer.</summary>
    public double TokensPerSecond => Volatile.Read(ref _tokensPerSecond);

    /// <summary>
    /// The expected time of an answer of <see cref="TypicalAnswer"/> tokens, in seconds; infinite when nothing was measured.
    /// </summary>
    public double ExpectedSeconds
    {
        get
        {
            var (first, pace) = (FirstTokenSeconds, TokensPerSecond);
            return double.IsNaN(first) || double.IsNaN(pace) ? double.PositiveInfinity : first + TypicalAnswer / pace;
        }
    }

    /// <summary>Adds one streamed answer.</summary>
    /// <param name="firstTokenSeconds">The time from sending to the first token.</param>
    /// <param name="tokens">All tokens of the answer. Below 2 the pace cannot be told, and nothing is added.</param>
    /// <param name="restSeconds">The time from the first token to the last.</param>
    public void Measured(double firstTokenSeconds, long tokens, double restSeconds)
    {
        if (tokens >= 2 && restSeconds > 0 && firstTokenSeconds >= 0)
        {
            Blend(ref _firstTokenSeconds, firstTokenSeconds);
            Blend(ref _tokensPerSecond, (tokens - 1) / restSeconds);
        }
    }

    private static void Blend(ref double average, double value)
    {
        var before = Volatile.Read(ref average);
        Volatile.Write(ref average, double.IsNaN(before) ? value : before + Weight * (value - before));
    }
}
