using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Gateway.Benchmarks.Gate;

/// <summary>Runs every benchmark in this process, just often enough to count bytes. Its times mean nothing.</summary>
internal static class AllocationRun
{
    // In most runs the runtime's other threads allocate 4 to 5 KB once. Spread over this many operations, that is less than 8 bytes each.
    // Object sizes are multiples of 8 bytes, so the noise can be told from an allocation and left out.
    private const int Operations = 768;
    private const int ObjectStep = 8;

    /// <exception cref="InvalidOperationException">A benchmark failed; the message is BenchmarkDotNet's log.</exception>
    public static SortedDictionary<string, long> Measure()
    {
        var log = new AccumulationLogger();
        var summaries = BenchmarkSwitcher.FromAssembly(typeof(AllocationRun).Assembly).Run(["--filter", "*"], Config(log));
        var figures = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var report in summaries.SelectMany(s => s.Reports).Where(r => r.Success))
        {
            var benchmark = report.BenchmarkCase.Descriptor;
            var bytes = report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase)
                ?? throw new InvalidOperationException(log.GetLog());
            figures[$"{benchmark.Type.Name}.{benchmark.WorkloadMethod.Name}"] = bytes - (bytes % ObjectStep);
        }

        var isWhole = summaries.Any() && summaries.All(s => !s.HasCriticalValidationErrors && s.Reports.All(r => r.Success));
        return isWhole ? figures : throw new InvalidOperationException(log.GetLog());
    }

    private static ManualConfig Config(ILogger log) => ManualConfig.CreateEmpty()
        .AddLogger(log)
        .AddColumnProvider(DefaultColumnProviders.Instance)
        .AddDiagnoser(MemoryDiagnoser.Default)
        .WithOptions(ConfigOptions.DisableLogFile)
        .AddJob(Job.Default
            .WithToolchain(InProcessEmitToolchain.Instance)
            .WithStrategy(RunStrategy.Monitoring)
            .WithInvocationCount(Operations)
            .WithUnrollFactor(1)
            .WithWarmupCount(0)
            .WithIterationCount(1));
}
