using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Threading.Channels;

namespace Gateway.Simulator.Served;

/// <summary>Counts the requested paths, so that a test can prove which were never requested.</summary>
internal sealed class AskedLog
{
    // A client can invent paths without end, and a simulator may run for days.
    private const int Kept = 1024;
    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);
    private readonly Channel<string> _untaken = Latest();
    private readonly Channel<string> _gone = Latest();

    public ChannelReader<string> Untaken => _untaken.Reader;

    public ChannelReader<string> Gone => _gone.Reader;

    public IReadOnlyDictionary<string, int> Snapshot() => _counts.ToFrozenDictionary(StringComparer.Ordinal);

    public void Count(string path)
    {
        if (_counts.Count < Kept || _counts.ContainsKey(path))
        {
            _counts.AddOrUpdate(path, 1, static (_, count) => count + 1);
        }
    }

    /// <summary>Signals to waiters that a question about the backend arrived.</summary>
    public void Announce(string path) => _untaken.Writer.TryWrite(path);

    public void ClientLeft(string path) => _gone.Writer.TryWrite(path);

    private static Channel<string> Latest() =>
        Channel.CreateBounded<string>(new BoundedChannelOptions(Kept) { FullMode = BoundedChannelFullMode.DropOldest });
}
