using System.Globalization;
using Gateway.Load.Measures;
using Gateway.Load.Options;
using Gateway.Load.Report;
using Gateway.Load.Targets;

namespace Gateway.Load;

/// <summary>
/// Measures what each part of the gateway adds to a request: nothing switched on, then the log, metrics, a key, limits and the ledger, each
/// besides all before it. Bare YARP stands beside them.
/// </summary>
internal static class AblationComparison
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);

    public static async Task<int> RunAsync(LoadOptions options, CancellationToken cancellation)
    {
        var measure = new RequestsMeasure();
        var figures = new Figures();
        var faults = 0;
        string[] names = ["yarp", .. GatewayConfig.Parts];
        using var fleet = await Fleet.StartAsync(names, options with { Before = null }, cancellation);
        for (var round = 0; round <= options.Rounds; round++)
        {
            // The order is reversed every other time, so that the first is not always the one that finds the machine cool.
            foreach (var target in round % 2 == 0 ? fleet.Targets : fleet.Targets.Reverse())
            {
                Console.Error.WriteLine($"round {round}/{options.Rounds}  {target.Name}");
                var outcome = await measure.RunAsync(target, round == 0 ? WarmUp : TimeSpan.FromSeconds(options.Seconds), cancellation);
                faults += outcome.Faults.Count;
                for (var i = 0; round > 0 && i < measure.Rows.Count; i++)
                    figures.Add(measure.Rows[i], target.Name, outcome.Figures[i]);
            }
        }

        Console.WriteLine($"\n| | {string.Join(" | ", names)} |\n|---|{string.Concat(Enumerable.Repeat("--:|", names.Length))}");
        foreach (var row in measure.Rows)
        {
            var cells = names.Select(name => figures.Median(row, name)?.ToString(row.Format, CultureInfo.InvariantCulture) ?? "-");
            Console.WriteLine($"| {row.Title} | {string.Join(" | ", cells)} |");
        }

        Console.WriteLine($"\nMedians of {options.Rounds} rounds, {options.Seconds} s each. {Machine.Line}.");
        return faults > 0 ? 1 : 0;
    }
}
