using BenchmarkDotNet.Attributes;
using Gateway.Attempts;
using Gateway.Benchmarks.Inputs;
using Gateway.Requests;
using Gateway.Wire.Bytes;
using Gateway.Wire.Errors;
using Gateway.Wire.Heads;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Gateway.Benchmarks;

/// <summary>Measures a request of 20 MiB to a backend that knows the model by another name and must be asked for usage.</summary>
[MemoryDiagnoser]
public class LargeBody
{
    private static readonly byte[] Model = "\"vendor/vision-model\""u8.ToArray();
    private static readonly byte[] Reasoning = "\"reasoning_content\""u8.ToArray();
    private static readonly CountingSink Sink = new();

    private static readonly BodyLimits Limits = new(32 * 1024 * 1024, 1024 * 1024 * 1024);

    private readonly BodyBudget _budget = new();
    private readonly DefaultHttpContext _context = new();
    private readonly RequestHead _head = new();
    private PieceReader _reader = null!;
    private RequestBuffer _body = null!;

    [GlobalSetup]
    public async Task Setup()
    {
        var bytes = ChatBodies.Images();
        _reader = new PieceReader(bytes);
        _context.Features.Set<IRequestBodyPipeFeature>(_reader);
        _context.Request.ContentLength = bytes.Length;
        _body = await Receive();
        Check(RequestHeadReader.Read(_body.Span, _head));
    }

    [GlobalCleanup]
    public void Cleanup() => _body.Release();

    /// <summary>One attempt: the edits and the send.</summary>
    [Benchmark]
    public ValueTask<long> EditAndSend() => Send(_body, _head);

    /// <summary>The whole request: received, read, sent and released.</summary>
    [Benchmark]
    public async ValueTask<long> WholeRequest()
    {
        var body = await Receive();
        var head = new RequestHead();
        Check(RequestHeadReader.Read(body.Span, head));
        var sent = await Send(body, head);
        body.Release();
        return sent;
    }

    private async ValueTask<RequestBuffer> Receive()
    {
        _reader.Rewind();
        var (body, _) = await RequestBuffer.ReadAsync(_context.Request, Limits, _budget, CancellationToken.None);
        return body ?? throw new InvalidOperationException("The body was refused.");
    }

    private static async ValueTask<long> Send(RequestBuffer body, RequestHead head)
    {
        var edits = new ByteEdits();
        RequestBody.NameModel(body.Span, head, Model, edits);
        RequestBody.NameReasoning(body.Span, head, Reasoning, edits);
        RequestBody.AskForUsage(body.Span, head, edits);
        using var content = new PooledBodyContent(body, edits);
        await content.CopyToAsync(Sink);
        return Sink.Count;
    }

    private static void Check(ApiError? fault)
    {
        if (fault is not null)
        {
            throw new InvalidOperationException(fault.Message);
        }
    }
}
