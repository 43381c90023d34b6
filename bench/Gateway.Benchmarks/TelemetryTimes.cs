using System.Diagnostics;
using System.Globalization;

namespace Gateway.Benchmarks;

/// <summary>
/// Measures the time of <see cref="TelemetryOfARequest"/>: the fastest of a few turns. Compared with the CPU time of a whole request, which
/// bench/load prints, it shows what telemetry costs when nobody listens. No throughput can be measured so exactly.
/// </summary>
internal static class TelemetryTimes
{
    private const int Turns = 20;
    private const int Requests = 100_000;

    public static void Print()
    {
        // The order matters: a listener in this process would hear both.
        using (var unheard = new TelemetryOfARequest())
        {
            unheard.Setup();
            Print("nobody listens", unheard.Unheard);
        }

        using var scraped = new TelemetryOfARequest();
        scraped.SetupListener();
        Print("Prometheus listens", scraped.Scraped);
    }

    private static void Print(string who, Action measure)
    {
        var best = TimeSpan.MaxValue;
        for (var turn = 0; turn < Turns; turn++)
        {
            var since = Stopwatch.GetTimestamp();
            for (var i = 0; i < Requests; i++)
            {
                measure();
            }

            var took = Stopwatch.GetElapsedTime(since);
            best = took < best ? took : best;
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{who}: {best.TotalNanoseconds / Requests:0} ns for a request"));
    }
}
