namespace Gateway.Benchmarks.Gate;

/// <summary>Compares the measured allocations of each benchmark with the agreed ones.</summary>
internal static class AllocationComparison
{
    // The runtime's own occasional allocations, spread over the operations of one run.
    private const long MinTolerance = 16;
    private const double RelativeTolerance = 0.02;

    public static bool Passes(SortedDictionary<string, long> stored, SortedDictionary<string, long> measured, TextWriter output)
    {
        var passes = true;
        foreach (var name in stored.Keys.Union(measured.Keys).Order(StringComparer.Ordinal))
        {
            long? agreed = stored.TryGetValue(name, out var s) ? s : null;
            long? actual = measured.TryGetValue(name, out var m) ? m : null;
            var problem = Problem(agreed, actual);
            passes &= problem is null;
            var hint = actual < agreed ? "; less: lower the figure with --update" : "";
            var word = problem is null ? "ok  " : "FAIL";
            output.WriteLine($"{word} {name}: stored {Text(agreed)}, measured {Text(actual)}{problem}{hint}");
        }

        return passes;
    }

    private static string? Problem(long? stored, long? measured) => (stored, measured) switch
    {
        (null, _) => "; new: add it with --update",
        (_, null) => "; no such benchmark: take it out with --update",
        ({ } agreed, { } actual) when actual > agreed + Math.Max(MinTolerance, (long)(agreed * RelativeTolerance)) =>
            "; more is allocated than agreed",
        _ => null,
    };

    private static string Text(long? bytes) => bytes is { } b ? $"{b} bytes" : "nothing";
}
