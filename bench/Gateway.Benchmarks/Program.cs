using BenchmarkDotNet.Running;
using Gateway.Benchmarks;
using Gateway.Benchmarks.Gate;
using Gateway.Benchmarks.Redis;

switch (args)
{
    case ["--gate"]:
        return await AllocationGate.CheckAsync();
    case ["--update"]:
        return await AllocationGate.UpdateAsync();
    case ["--telemetry"]:
        TelemetryTimes.Print();
        return 0;
    case ["--redis"]:
        return await RedisMeasurement.RunAsync(seconds: 20);
}

// Everything else is BenchmarkDotNet's to understand; without a filter it would ask which benchmarks to run.
var summaries = BenchmarkSwitcher.FromAssembly(typeof(AllocationGate).Assembly).Run(args.Length == 0 ? ["--filter", "*"] : args);
return summaries.Any(s => s.HasCriticalValidationErrors || s.Reports.Any(r => !r.Success)) ? 1 : 0;
