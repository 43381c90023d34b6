using BenchmarkDotNet.Attributes;
using Gateway.Benchmarks.Inputs;
using Gateway.Protocol;

namespace Gateway.Benchmarks;

/// <summary>
/// What the gateway must know of a request before it can route it: the head alone should be allocated, whatever the body's size.
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
