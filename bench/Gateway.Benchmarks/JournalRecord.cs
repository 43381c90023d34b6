using BenchmarkDotNet.Attributes;
using Gateway.Benchmarks.Ledger;
using Gateway.Ledger.Journal;
using Gateway.Ledger.Records;

namespace Gateway.Benchmarks;

/// <summary>
/// What a record costs a request: taking note of its begin and of its end, and the one object that stands for the wait. Those that end
/// together share it; here each ends alone.
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
        // In place of the thread that writes.
        _buffer.Take();
        _buffer.Written();
        return safe.IsCompleted;
    }
}
