using Gateway.Ledger.Journal;

namespace Gateway.Tests.Ledger.Journal;

/// <summary>A disk that fails, tears what is written to it, or hangs, in front of a real one.</summary>
internal sealed class FailingDisk : IDisposable
{
    private readonly ManualResetEventSlim _answers = new(true);
    private readonly TaskCompletionSource _isAsked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>How many bytes it still takes; the write that goes over it is torn there.</summary>
    public long Room { get; set; } = long.MaxValue;

    public bool SyncFails { get; set; }

    public int Syncs { get; private set; }

    /// <summary>Is over when it is asked for something while it hangs.</summary>
    public Task IsAsked => _isAsked.Task;

    public ISegmentFile Make(string path, int size) => new File(this, SegmentFile.Make(path, size));

    public void Hang() => _answers.Reset();

    public void Answer() => _answers.Set();

    public void Dispose() => _answers.Set();

    private void Wait()
    {
        if (!_answers.IsSet)
        {
            _isAsked.TrySetResult();
            _answers.Wait();
        }
    }

    private sealed class File(FailingDisk disk, ISegmentFile real) : ISegmentFile
    {
        public bool IsThere => real.IsThere;

        public void Write(ReadOnlySpan<byte> bytes, long offset)
        {
            disk.Wait();
            var fits = (int)Math.Min(bytes.Length, disk.Room);
            real.Write(bytes[..fits], offset);
            disk.Room -= fits;
            if (fits < bytes.Length)
            {
                throw new IOException("No space left on device");
            }
        }

        public void Sync()
        {
            disk.Wait();
            disk.Syncs++;
            if (disk.SyncFails)
            {
                throw new IOException("Input/output error");
            }

            real.Sync();
        }

        public void Cut(long length) => real.Cut(length);

        public void Dispose() => real.Dispose();
    }
}
