using System.Text;
using Gateway.Wire.Streams;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.Wire.Streams;

/// <summary>One answer on its way: the backend's connection, the clock, and what the client reads.</summary>
internal sealed class Answer : IDisposable
{
    public static readonly TimeSpan FirstLimit = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan IdleLimit = TimeSpan.FromSeconds(5);

    // Reached only when a test fails by waiting for ever.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _client = new();
    private readonly CancellationTokenSource _drain = new();

    public Answer(ScriptedStream source, bool abortsOnFailure = false)
    {
        Source = source;
        Scope = new AttemptScope(Time, FirstLimit, _client.Token, _drain.Token) { AbortClient = () => ClientIsAborted = true };
        Stream = new AnswerStream(source, Repair, Scope, IdleLimit, abortsOnFailure);
    }

    public FakeTimeProvider Time { get; } = new();

    public StreamRepair Repair { get; } = StreamCases.NewRepair();

    public ScriptedStream Source { get; }

    public AttemptScope Scope { get; }

    public AnswerStream Stream { get; }

    public bool ClientIsAborted { get; private set; }

    public void ClientLeaves() => _client.Cancel();

    public void Drain() => _drain.Cancel();

    public async Task<string> ReadToEndAsync(int bufferSize = 4096)
    {
        var text = new MemoryStream();
        await Stream.CopyToAsync(text, bufferSize).WaitAsync(Patience);
        return Encoding.UTF8.GetString(text.ToArray());
    }

    /// <summary>Reads zero bytes, as the forwarder waits.</summary>
    public Task<int> WaitAsync() => Stream.ReadAsync(Memory<byte>.Empty).AsTask();

    public async Task<string> ReadOnceAsync()
    {
        var buffer = new byte[4096];
        return Encoding.UTF8.GetString(buffer, 0, await Stream.ReadAsync(buffer).AsTask().WaitAsync(Patience));
    }

    public void Dispose()
    {
        Stream.Dispose();
        _client.Dispose();
        _drain.Dispose();
    }
}
