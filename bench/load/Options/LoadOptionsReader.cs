using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Gateway.Load.Options;

internal static class LoadOptionsReader
{
    public const string Usage = """
        Usage: dotnet run -c Release --project bench/load -- [options]
          --rounds N        rounds over all targets, medians are reported (5)
          --seconds N       length of each timed measure (5)
          --only LIST       of requests,latency,stream,start,memory (these), paced,governed,soak; telemetry and ablation run alone
          --targets LIST    of direct,yarp,gateway (all)
          --idle N          streams in each idle batch (1000)
          --streams N       streams of the soak (1000)
          --soak-seconds N  how long the soak is watched after its warm-up, at least 2 (60)
          --before DLL      also measure another build of the gateway, given by its gateway.dll
          --cores 1         each proxy has the first core alone, client and upstream the second
          --limits 6        the gateway has six limits and a database of keys
          --json FILE       also write every round's figures
        """;

    public static bool TryRead(
        string[] args, [NotNullWhen(true)] out LoadOptions? options, [NotNullWhen(false)] out string? problem)
    {
        options = null;
        problem = null;
        var read = new LoadOptions();
        for (var i = 0; i < args.Length; i += 2)
        {
            var name = args[i];
            if (i + 1 == args.Length && IsKnown(name))
            {
                problem = $"{name} needs a value.";
                return false;
            }
            var value = i + 1 < args.Length ? args[i + 1] : "";
            switch (name)
            {
                case "--rounds" when TryCount(value, out var rounds):
                    read = read with { Rounds = rounds };
                    break;
                case "--seconds" when TryCount(value, out var seconds):
                    read = read with { Seconds = seconds };
                    break;
                case "--idle" when TryCount(value, out var idle):
                    read = read with { Idle = idle };
                    break;
                case "--streams" when TryCount(value, out var streams):
                    read = read with { Streams = streams };
                    break;
                case "--soak-seconds" when TryCount(value, out var soak) && soak > 1:
                    read = read with { SoakSeconds = soak };
                    break;
                case "--only" when TryList(value, LoadOptions.MeasureNames, out var only):
                    read = read with { Only = only };
                    break;
                case "--targets" when TryList(value, LoadOptions.TargetNames, out var targets):
                    read = read with { Targets = targets };
                    break;
                case "--before" when File.Exists(value):
                    read = read with { Before = Path.GetFullPath(value) };
                    break;
                case "--cores" when value == "1":
                    read = read with { OnOneCore = true };
                    break;
                case "--limits" when value == "6":
                    read = read with { WithLimits = true };
                    break;
                case "--json" when value.Length > 0:
                    read = read with { Json = value };
                    break;
                default:
                    problem = IsKnown(name) ? $"{name} does not take '{value}'." : $"Unknown option '{name}'.";
                    return false;
            }
        }
        options = read;
        return true;
    }

    private static bool IsKnown(string name) =>
        name is "--rounds" or "--seconds" or "--idle" or "--streams" or "--soak-seconds" or "--only" or "--targets"
            or "--before" or "--cores" or "--limits" or "--json";

    private static bool TryCount(string value, out int count) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out count) && count is > 0 and <= 100_000;

    /// <summary>Keeps the order of <paramref name="known"/>, so that a round always visits the targets in the same order.</summary>
    private static bool TryList(string value, IReadOnlyList<string> known, out IReadOnlyList<string> chosen)
    {
        var asked = value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        chosen = [.. known.Where(asked.Contains)];
        return asked.Length > 0 && asked.All(known.Contains);
    }
}
