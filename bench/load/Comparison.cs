using System.Net.Sockets;
using Gateway.Load.Measures;
using Gateway.Load.Options;
using Gateway.Load.Report;
using Gateway.Load.Targets;

namespace Gateway.Load;

/// <summary>One run: every target in every round, so that what disturbs the machine disturbs them alike.</summary>
internal sealed class Comparison(LoadOptions options, CancellationToken cancellation)
{
    private static readonly TimeSpan LongestWarmUp = TimeSpan.FromSeconds(3);

    private readonly TimeSpan _duration = TimeSpan.FromSeconds(options.Seconds);
    private readonly Figures _figures = new();
    private int _faults;

    public static async Task<int> RunAsync(LoadOptions options, CancellationToken cancellation)
    {
        if (options.Targets.Contains("gateway") && RepositoryRoot.FindGateway() is null)
        {
            Console.Error.WriteLine("gateway skipped: it is not built. Build it with: dotnet build src/Gateway -c Release");
            if (options.Only.Contains("soak"))
                return 1;
            options = options with { Targets = [.. options.Targets.Where(static name => name != "gateway")] };
        }
        if (options.Targets.Count == 0)
            return 1;

        try
        {
            return await new Comparison(options, cancellation).RunAsync();
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            Console.Error.WriteLine("Stopped.");
            return 130;
        }
        catch (InvalidOperationException e)
        {
            Console.Error.WriteLine(e.Message);
            return 1;
        }
    }

    private async Task<int> RunAsync()
    {
        IMeasure[] known = [new RequestsMeasure(), new LatencyMeasure(), new StreamMeasure(), new PacedMeasure(), new GovernedMeasure()];
        IMeasure[] timed = [.. known.Where(IsChosen)];
        var idle = new IdleMeasure(FileLimit.Cap("--idle", options.Idle));
        var start = new StartMeasure();
        var soak = new SoakMeasure(FileLimit.Cap("--streams", options.Streams));

        if (timed.Length > 0)
            await RunTimedAsync(timed);
        if (IsChosen(start))
            await RunFreshAsync(start);
        if (IsChosen(idle))
            await RunFreshAsync(idle);
        if (IsChosen(soak))
            await RunSoakAsync(soak);

        Row[] rows = [.. timed.Append(start).Append(idle).Append(soak).Where(IsChosen).SelectMany(static measure => measure.Rows)];
        MarkdownReport.Write(Console.Out, rows, _figures, options);
        if (options.Json is { } file)
            JsonReport.Write(file, rows, _figures, options, _faults);
        if (_faults > 0)
            Console.Error.WriteLine($"Failed: {_faults} wrong answers; the figures prove nothing.");
        Row[] missed = [.. rows.Where(IsMissed)];
        foreach (var row in missed)
            Console.Error.WriteLine($"Failed: {row.Title} of the gateway is not {row.Goal!.Text}.");
        return _faults > 0 || missed.Length > 0 ? 1 : 0;
    }

    private bool IsChosen(IMeasure measure) => options.Only.Contains(measure.Name);

    private async Task RunTimedAsync(IMeasure[] measures)
    {
        using var fleet = await Fleet.StartAsync(options.Targets, options, cancellation);
        // Round 0 is not counted: it lets the runtime of each target compile its hot path.
        var warmUp = _duration < LongestWarmUp ? _duration : LongestWarmUp;
        for (var round = 0; round <= options.Rounds; round++)
        {
            foreach (var measure in measures)
            {
                foreach (var target in fleet.Targets)
                    await MeasureAsync(measure, target, round, round == 0 ? warmUp : _duration);
            }
        }
    }

    // Each round has new processes.
    private async Task RunFreshAsync(IMeasure measure)
    {
        for (var round = 1; round <= options.Rounds; round++)
        {
            using var fleet = await Fleet.StartAsync(options.Targets, options, cancellation);
            foreach (var target in fleet.Targets)
                await MeasureAsync(measure, target, round, _duration);
        }
    }

    // No rounds: each target has a process of its own for the whole time, and is watched for longer than any round.
    private async Task RunSoakAsync(SoakMeasure soak)
    {
        using var fleet = await Fleet.StartAsync(options.Targets, options, cancellation);
        foreach (var target in fleet.Targets)
            await MeasureAsync(soak, target, round: 1, TimeSpan.FromSeconds(options.SoakSeconds));
        SoakMeasure.AddDifferences(_figures);
    }

    // A figure that is not there was not reached either.
    private bool IsMissed(Row row) => options.Targets.Contains("gateway")
        && row.Goal is { IsGate: true } goal
        && goal.IsMet(_figures.Median(row, "gateway"), _figures.Ratio(row)) != true;

    private async Task MeasureAsync(IMeasure measure, Target target, int round, TimeSpan duration)
    {
        Console.Error.WriteLine(
            measure is SoakMeasure ? $"soak  {target.Name}" : $"round {round}/{options.Rounds}  {measure.Name}  {target.Name}");
        try
        {
            var outcome = await measure.RunAsync(target, duration, cancellation);
            CountFaults(measure, target, outcome.Faults.Count, outcome.Faults.First);
            if (round == 0)
                return;
            for (var i = 0; i < measure.Rows.Count; i++)
                _figures.Add(measure.Rows[i], target.Name, outcome.Figures[i]);
        }
        catch (Exception e) when (e is TimeoutException or SocketException or IOException)
        {
            CountFaults(measure, target, 1, e.Message);
        }
    }

    private void CountFaults(IMeasure measure, Target target, int count, string? first)
    {
        if (count == 0)
            return;
        _faults += count;
        Console.Error.WriteLine($"{target.Name}, {measure.Name}: {count} wrong answers, the first: {first}");
    }
}
