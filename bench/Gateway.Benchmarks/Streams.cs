using BenchmarkDotNet.Attributes;
using Gateway.Authentication;
using Gateway.Benchmarks.Inputs;
using Gateway.Wire.Answers;
using Gateway.Wire.Errors;
using Gateway.Wire.Streams;

namespace Gateway.Benchmarks;

/// <summary>Measures the allocations of complete streams of 1000 events, which come from a backend in pieces of 4 KB.</summary>
[MemoryDiagnoser]
public class Streams
{
    private const int PieceSize = 4096;

    private readonly StreamSettings _settings = new("request-1", "model-1", 1767225600, KeepsUsageOnly: true, SecretScrubber.None);
    private readonly byte[] _openAi = EventStreams.OpenAi();
    private readonly byte[] _siliconFlow = EventStreams.SiliconFlow();
    private readonly byte[] _ollamaReasoning = EventStreams.OllamaReasoning();
    private readonly byte[] _toolCall = EventStreams.ToolCall();

    /// <summary>A stream without repairs: the bytes pass unchanged.</summary>
    [Benchmark]
    public long OpenAi() => Pump(_openAi);

    [Benchmark]
    public long SiliconFlow() => Pump(_siliconFlow);

    /// <summary>Every event is rewritten.</summary>
    [Benchmark]
    public long OllamaReasoning() => Pump(_ollamaReasoning);

    [Benchmark]
    public long ToolCall() => Pump(_toolCall);

    private long Pump(byte[] stream)
    {
        var repair = new StreamRepair(new AnswerState { ReasoningName = ApiKey.Anonymous.ReasoningName }, _settings);
        using var pump = new StreamPump(repair);
        var sent = 0L;
        for (var from = 0; from < stream.Length; from += PieceSize)
        {
            sent += pump.Take(stream.AsSpan(from, Math.Min(PieceSize, stream.Length - from)));
            sent += pump.Output.Length;
            pump.Output.Consume(pump.Output.Length);
        }

        return repair.End == AnswerEnd.Complete ? sent : throw new InvalidOperationException($"The stream ended as {repair.End}.");
    }
}
