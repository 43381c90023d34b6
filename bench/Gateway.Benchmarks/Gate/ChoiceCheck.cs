using System.Diagnostics;
using System.Globalization;

namespace Gateway.Benchmarks.Gate;

/// <summary>
/// Checks the promise about big catalogs: a plain tag over 5,000 models is matched and ordered within five microseconds. It takes the best
/// of many rounds, which is some thirty times faster than the limit. So a busy machine does not fail the check, but a choice that looks at
/// every model does.
/// </summary>
internal static class ChoiceCheck
{
    private const int Rounds = 50;
    private const int Operations = 2000;
    private const double MaxMicroseconds = 5;

    public static bool Passes(TextWriter output)
    {
        var benchmark = new RouteMatch();
        var best = TimeSpan.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < Operations; i++)
            {
                benchmark.Tag();
            }

            var took = Stopwatch.GetElapsedTime(start);
            best = took < best ? took : best;
        }

        var each = best.TotalMicroseconds / Operations;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"plain tag over 5,000 models: {each:0.000} µs to match and order"));
        if (each <= MaxMicroseconds)
        {
            return true;
        }

        output.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"FAIL plain tag over 5,000 models: allowed are {MaxMicroseconds} µs"));
        return false;
    }
}
