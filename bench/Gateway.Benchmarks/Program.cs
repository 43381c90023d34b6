using BenchmarkDotNet.Running;
using Gateway.Benchmarks;
using Gateway.Benchmarks.Gate;
using Gateway.Benchmarks.Ledger;
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
    case ["--journal"]:
        return await JournalMeasurement.RunAsync(seconds: 5);
    case ["--ledger"]:
        return await LedgerMeasurement.RunAsync(thousands: 10_000);
    case ["--ledger", "short"]:
        return await LedgerMeasurement.RunAsync(thousands: 500);
}

// BenchmarkDotNet reads the other arguments. Without a filter it would ask which benchmarks to run.
var summaries = BenchmarkSwitcher.FromAssembly(typeof(AllocationGate).Assembly).Run(args.Length == 0 ? ["--filter", "*"] : args);
return summaries.Any(s => s.HasCriticalValidationErrors || s.Reports.Any(r => !r.Success)) ? 1 : 0;
