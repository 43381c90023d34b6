namespace Gateway.Routing.Selection;

/// <summary>
/// How fast a model on a backend was measured to be, as moving averages in which the last answer counts a fifth. Mutable, safe for
/// use by many threads (of two answers that end at once one may be lost to the average), and kept while tables come and go.
/// </summary>
public sealed class ModelSpeed
{
    /// <summary>The answer by which models are compared, in tokens.</summary>
    public const int TypicalAnswer = 200;

    private const double Weight = 0.2;

    private double _firstTokenSeconds = double.NaN;
    private double _tokensPerSecond = double.NaN;

    /// <summary>From sending to the first token, in seconds; <see cref="double.NaN"/> before the first answer.</summary>
    public double FirstTokenSeconds => Volatile.Read(ref _firstTokenSeconds);

    /// <summary>Tokens a second after the first; <see cref="double.NaN"/> before the first streamed answer.</summary>
    public double TokensPerSecond => Volatile.Read(ref _tokensPerSecond);

    /// <summary>How long an answer of <see cref="TypicalAnswer"/> tokens takes, in seconds; infinite when nothing was measured.</summary>
    public double ExpectedSeconds
    {
        get
        {
            var (first, pace) = (FirstTokenSeconds, TokensPerSecond);
            return double.IsNaN(first) || double.IsNaN(pace) ? double.PositiveInfinity : first + TypicalAnswer / pace;
        }
    }

    /// <summary>Takes in one streamed answer.</summary>
    /// <param name="firstTokenSeconds">From sending to the first token.</param>
    /// <param name="tokens">All tokens of the answer; below 2 the pace cannot be told and nothing is taken in.</param>
    /// <param name="restSeconds">From the first token to the last.</param>
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
