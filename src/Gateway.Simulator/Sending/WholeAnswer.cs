using System.Text;
using Gateway.Simulator.Answers;
using Gateway.Simulator.Scripts;

namespace Gateway.Simulator.Sending;

/// <summary>Sends an answer in one body.</summary>
internal static class WholeAnswer
{
    private const string ContentType = "application/json";

    public static async Task SendAsync(Exchange exchange)
    {
        var (script, backend, answer) = (exchange.Script, exchange.Backend, exchange.Answer);
        await SendEmptyLinesAsync(exchange);
        await Task.Delay(Duration(script, answer), backend.Time, exchange.Aborted);
        if (script.Fail != FailureMode.None)
        {
            backend.Counters.Failure();
        }
        if (script.Fail == FailureMode.Silence)
        {
            await exchange.Release.WaitAsync(exchange.Aborted);
        }
        var sent = script.Fail == FailureMode.EmptyModelChunk
            ? answer with { Pieces = [.. answer.Pieces.Take(script.FailAfterChunks)] }
            : answer;
        var body = BodyWriter.Write(sent, script, backend.Dialect, exchange.Request);
        if (Breaks(script.Fail))
        {
            exchange.Watch.Over();
            await SendBrokenAsync(exchange, body);
            return;
        }
        backend.Counters.Completion(exchange.Request, sent.Usage.Completion);
        backend.Counters.Answer(exchange.Request, sent.Usage, isGood: script.Fail == FailureMode.None);
        await SendAsync(exchange, body);
    }

    // They are sent one by one to keep a connection open. A response that bypasses Kestrel cannot have them.
    private static async Task SendEmptyLinesAsync(Exchange exchange)
    {
        if (exchange.Script is { EmptyLinesFirst: > 0 and var count, Fail: not FailureMode.CloseDelimitedEnd })
        {
            Open(exchange, null);
            for (var i = 0; i < count; i++)
            {
                await new ResponseSink(exchange.Http.Response).WriteAsync("\n"u8.ToArray(), exchange.Aborted);
                await Task.Delay(TimeSpan.FromMilliseconds(exchange.Script.LifeEveryMs), exchange.Backend.Time, exchange.Aborted);
            }
        }
    }

    private static void Open(Exchange exchange, long? length)
    {
        var response = exchange.Http.Response;
        if (!response.HasStarted)
        {
            response.ContentType = exchange.Script.ContentType ?? ContentType;
            response.ContentLength = length;
        }
    }

    private static TimeSpan Duration(ModelScript script, Answer answer) => script switch
    {
        { NotStreamedDelayMs: { } delay } => TimeSpan.FromMilliseconds(delay),
        { TokensPerSecond: > 0 and var pace } => TimeSpan.FromSeconds(answer.Usage.Completion / pace),
        _ => TimeSpan.Zero,
    };

    private static bool Breaks(FailureMode fail) => fail is not (FailureMode.None or FailureMode.Silence
        or FailureMode.EmptyModelChunk or FailureMode.ReasonlessDone or FailureMode.CutToolCall);

    private static async Task SendBrokenAsync(Exchange exchange, ReadOnlyMemory<byte> body)
    {
        var response = exchange.Http.Response;
        var half = body[..(body.Length / 2)];
        switch (exchange.Script.Fail)
        {
            case FailureMode.Reset:
                Open(exchange, body.Length);
                await new ResponseSink(response).WriteAsync(half, exchange.Aborted);
                ConnectionBreaker.Reset(exchange.Http);
                break;
            case FailureMode.PlainEnd:
                // Without a length, Kestrel sends chunks and ends them properly.
                Open(exchange, null);
                await new ResponseSink(response).WriteAsync(half, exchange.Aborted);
                break;
            case FailureMode.CloseDelimitedEnd:
                var socket = new SocketSink(exchange.Http, exchange.Backend.Time);
                await socket.OpenAsync(ContentType, exchange.Aborted);
                await socket.WriteAsync(half, exchange.Aborted);
                await socket.CloseAsync();
                break;
            case FailureMode.Malformed:
                await SendAsync(exchange, half);
                break;
            default:
                await SendAsync(exchange, Encoding.UTF8.GetBytes(LateErrors.Of(exchange)));
                break;
        }
    }

    private static async Task SendAsync(Exchange exchange, ReadOnlyMemory<byte> body)
    {
        exchange.Watch.Over();
        Open(exchange, body.Length);
        await new ResponseSink(exchange.Http.Response).WriteAsync(body, exchange.Aborted);
    }
}
