using Gateway.Load.Client;
using Gateway.Load.Report;
using Gateway.Load.Targets;

namespace Gateway.Load.Measures;

/// <summary>
/// Measures the most requests a second at which 99 of 100 are answered within a limit, as benchmarks of LLM gateways define it; with
/// <c>--limits 6</c>, everything that governs a request is on. The rate grows until the limit is passed, and is then narrowed down.
/// </summary>
internal sealed class GovernedMeasure : IMeasure
{
    private const int FirstRate = 50;
    private const int MostRate = 100_000;
    private const int Narrowings = 3;

    private static readonly double[] s_limits = [1, 5, 10];
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(2);

    public string Name => "governed";

    public IReadOnlyList<Row> Rows { get; } =
        [.. s_limits.Select(static ms => new Row($"requests a second with p99 within {ms} ms", "0", null))];

    public async Task<Outcome> RunAsync(Target target, TimeSpan duration, CancellationToken cancellation)
    {
        var faults = new Faults();
        var figures = new List<double>();
        var step = duration < s_longest ? duration : s_longest;
        // A larger limit admits at least the rate of a smaller one.
        var reached = 0;
        foreach (var limit in s_limits)
        {
            reached = await MostAsync(reached, rate => IsWithinAsync(target, rate, limit, step, faults, cancellation));
            figures.Add(reached);
        }

        return new Outcome(figures, faults);
    }

    private static async Task<int> MostAsync(int reached, Func<int, Task<bool>> isWithin)
    {
        var missed = Math.Max(FirstRate, reached * 2);
        for (; missed < MostRate && await isWithin(missed); missed *= 2)
            reached = missed;
        for (var i = 0; i < Narrowings; i++)
        {
            var middle = (reached + missed) / 2;
            (reached, missed) = await isWithin(middle) ? (middle, missed) : (reached, middle);
        }

        return reached;
    }

    private static async Task<bool> IsWithinAsync(
        Target target, int rate, double milliseconds, TimeSpan duration, Faults faults, CancellationToken cancellation)
    {
        var loop = new OpenLoop(target, rate, new Exchange(ChatRequest.Whole(target.Key)), faults);
        var (times, _) = await loop.RunAsync(duration, cancellation);
        return Statistics.Percentile(times, 0.99) <= milliseconds * 1000;
    }
}
