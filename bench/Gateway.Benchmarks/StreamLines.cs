using BenchmarkDotNet.Attributes;
using Gateway.Benchmarks.Inputs;
using Gateway.Wire.Streams;

namespace Gateway.Benchmarks;

/// <summary>Measures only the search for lines in the bytes of <see cref="Streams"/>: the lowest possible cost of a stream.</summary>
[MemoryDiagnoser]
public class StreamLines
{
    private readonly byte[] _openAi = EventStreams.OpenAi();
    private readonly byte[] _siliconFlow = EventStreams.SiliconFlow();
    private readonly byte[] _ollamaReasoning = EventStreams.OllamaReasoning();
    private readonly byte[] _toolCall = EventStreams.ToolCall();

    [Benchmark]
    public int OpenAi() => Count(_openAi);

    [Benchmark]
    public int SiliconFlow() => Count(_siliconFlow);

    [Benchmark]
    public int OllamaReasoning() => Count(_ollamaReasoning);

    [Benchmark]
    public int ToolCall() => Count(_toolCall);

    private static int Count(ReadOnlySpan<byte> rest)
    {
        var lines = 0;
        while (SseScanner.TryReadLine(rest, out _, out var length))
        {
            rest = rest[length..];
            lines++;
        }

        return lines;
    }
}
