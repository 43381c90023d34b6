using System.Globalization;
using Gateway.Load.Measures;
using Gateway.Load.Options;
using Gateway.Load.Report;
using Gateway.Load.Targets;

namespace Gateway.Load;

/// <summary>
/// Measures what telemetry costs. It compares the gateway with nobody listening to the same gateway with Prometheus scraping once a second,
/// with a metrics collector as well, and with one that also gets every log line and span. It reports the median of the ratios of each
/// round, since the machine changes from round to round.
/// </summary>
internal static class TelemetryComparison
{
    private static readonly TimeSpan ScrapeEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);

    public static async Task<int> RunAsync(LoadOptions options, CancellationToken cancellation)
    {
        var measure = new RequestsMeasure();
        var figures = GatewayConfig.Telemetries.ToDictionary(static name => name, static _ => new List<IReadOnlyList<double>>());
        var faults = 0;
        using var fleet = await Fleet.StartAsync(GatewayConfig.Telemetries, options with { Before = null }, cancellation);
        for (var round = 0; round <= options.Rounds; round++)
        {
            // The order is reversed every other time, so that 'none' is not always the one that finds the machine warm.
            foreach (var target in round % 2 == 0 ? fleet.Targets : fleet.Targets.Reverse())
            {
                Console.Error.WriteLine($"round {round}/{options.Rounds}  {target.Name}");
                using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
                var scraping = ScrapeAsync(target, over.Token);
                var outcome = await measure.RunAsync(target, round == 0 ? WarmUp : TimeSpan.FromSeconds(options.Seconds), cancellation);
                await over.CancelAsync();
                await scraping;
                faults += outcome.Faults.Count;
                if (round > 0)
                    figures[target.Name].Add(outcome.Figures);
            }
        }

        Write(figures, options);
        return faults > 0 ? 1 : 0;
    }

    private static async Task ScrapeAsync(Target target, CancellationToken over)
    {
        if (target.AdminPort is not { } port)
            return;
        using var client = new HttpClient();
        try
        {
            while (true)
            {
                using var answer = await client.GetAsync(new Uri($"http://127.0.0.1:{port}/metrics"), over);
                answer.EnsureSuccessStatusCode();
                await Task.Delay(ScrapeEvery, over);
            }
        }
        catch (OperationCanceledException)
        {
            // The round is over.
        }
    }

    private static void Write(Dictionary<string, List<IReadOnlyList<double>>> figures, LoadOptions options)
    {
        Console.WriteLine();
        Console.WriteLine("| listeners | requests per second | CPU µs per request | requests against unheard | CPU against unheard |");
        Console.WriteLine("|---|--:|--:|--:|--:|");
        var unheard = figures[GatewayConfig.Unheard];
        foreach (var (name, rounds) in figures)
        {
            string Median(int row, string format) => Text(Statistics.Median(rounds.Select(r => r[row])), format);
            string Ratio(int row) =>
                Text((Statistics.Median(rounds.Zip(unheard, (own, other) => own[row] / other[row])) - 1) * 100, "+0.0;-0.0") + " %";
            Console.WriteLine($"| {name} | {Median(0, "0")} | {Median(1, "0.0")} | {Ratio(0)} | {Ratio(1)} |");
        }

        Console.WriteLine();
        Console.WriteLine($"Medians of {options.Rounds} rounds, {options.Seconds} s each; ratios are of each round. {Machine.Line}.");
        Console.WriteLine(
            "What is paid with nobody listening: bench/Gateway.Benchmarks --telemetry, in ns, beside the CPU time of a request above.");
    }

    private static string Text(double figure, string format) => figure.ToString(format, CultureInfo.InvariantCulture);
}
