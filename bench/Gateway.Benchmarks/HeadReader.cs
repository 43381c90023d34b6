using BenchmarkDotNet.Attributes;
using Gateway.Benchmarks.Inputs;
using Gateway.Wire.Heads;

namespace Gateway.Benchmarks;

/// <summary>
/// Measures how a request's head is read before it is routed. Only the head should be allocated, whatever the size of the body.
/// </summary>
[MemoryDiagnoser]
public class HeadReader
{
    private readonly byte[] _small = ChatBodies.Small();
    private readonly byte[] _history = ChatBodies.History();
    private readonly byte[] _images = ChatBodies.Images();

    [Benchmark]
    public object Small() => Read(_small);

    [Benchmark]
    public object History() => Read(_history);

    [Benchmark]
    public object Images() => Read(_images);

    private static RequestHead Read(byte[] body)
    {
        var head = new RequestHead();
        return RequestHeadReader.Read(body, head) is { } fault ? throw new InvalidOperationException(fault.Message) : head;
    }
}
