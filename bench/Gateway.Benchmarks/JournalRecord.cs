using BenchmarkDotNet.Attributes;
using Gateway.Benchmarks.Ledger;
using Gateway.Ledger.Journal;
using Gateway.Ledger.Records;

namespace Gateway.Benchmarks;

/// <summary>
/// Measures what the journal costs a request: a record of its begin and of its end, and the object that stands for the wait.
/// </summary>
[MemoryDiagnoser]
public class JournalRecord
{
    private readonly JournalBuffer _buffer = new(new JournalOptions("nowhere"), seed: 19);
    private readonly UsageRecord _record = MeasuredRecord.New(1);

    [Benchmark]
    public bool BeginAndCommit()
    {
        _buffer.AddIntent(_record);
        var safe = _buffer.AddFinal(_record);
        // This replaces the thread that writes.
        _buffer.Take();
        _buffer.Written();
        return safe.IsCompleted;
    }
}
